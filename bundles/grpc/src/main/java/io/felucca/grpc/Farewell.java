package io.felucca.grpc;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection in two steps: first nothing more is sent, then, when the client has closed its
 * end, all.
 *
 * <p>Closed in one step, a client that happens to write, be it a ping, learns that its socket is
 * broken before it has read the last answers, and many give up on these then.
 */
final class Farewell extends ChannelDuplexHandler {
  /** For clients that do not close what has ended. */
  private static final int PATIENCE_SECONDS = 5;

  private boolean said;

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    if (!ctx.channel().isActive()) {
      ctx.close(promise);
      return;
    }
    ctx.channel().closeFuture().addListener(ended -> promise.trySuccess());
    if (!said) {
      said = true;
      ((DuplexChannel) ctx.channel()).shutdownOutput();
      Future<?> closing =
          ctx.executor().schedule(() -> ctx.close(), PATIENCE_SECONDS, TimeUnit.SECONDS);
      ctx.channel().closeFuture().addListener(ended -> closing.cancel(false));
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (said) {
      ReferenceCountUtil.release(message);
    } else {
      ctx.fireChannelRead(message);
    }
  }
}
