package io.felucca.launcher;

import com.kenai.jffi.ArrayFlags;
import com.kenai.jffi.Function;
import com.kenai.jffi.HeapInvocationBuffer;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.LastError;
import com.kenai.jffi.Library;
import com.kenai.jffi.Type;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One datagram to a unix socket (unix(7)), which the JDK has no channel for. */
final class Datagram {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;

  private Datagram() {}

  /**
   * Sends {@code text} to the socket at a path or, after {@code @}, of a name in the abstract
   * namespace.
   */
  static void send(String address, String text) throws IOException {
    int socket = call("socket", AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket < 0) {
      throw failed("socket", address);
    }
    try {
      if (sendTo(socket, text.getBytes(StandardCharsets.UTF_8), socketAddress(address)) < 0) {
        throw failed("sendto", address);
      }
    } finally {
      call("close", socket);
    }
  }

  /** A sockaddr_un: family, then the path with its NUL, or NUL and the abstract name. */
  static byte[] socketAddress(String address) {
    boolean isAbstract = address.startsWith("@");
    byte[] name =
        (isAbstract ? "\0" + address.substring(1) : address + "\0")
            .getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Short.BYTES + name.length)
        .order(ByteOrder.nativeOrder())
        .putShort((short) AF_UNIX)
        .put(name)
        .array();
  }

  private static int sendTo(int socket, byte[] data, byte[] to) {
    Function sendto =
        new Function(
            symbol("sendto"),
            Type.SINT,
            Type.SINT,
            Type.POINTER,
            Type.ULONG_LONG,
            Type.SINT,
            Type.POINTER,
            Type.SINT);
    HeapInvocationBuffer arguments = new HeapInvocationBuffer(sendto);
    arguments.putInt(socket);
    arguments.putArray(data, 0, data.length, ArrayFlags.IN);
    arguments.putLong(data.length);
    arguments.putInt(MSG_NOSIGNAL);
    arguments.putArray(to, 0, to.length, ArrayFlags.IN);
    arguments.putInt(to.length);
    return Invoker.getInstance().invokeInt(sendto, arguments);
  }

  private static int call(String name, int... values) {
    Type[] types = new Type[values.length];
    Arrays.fill(types, Type.SINT);
    Function function = new Function(symbol(name), Type.SINT, types);
    HeapInvocationBuffer arguments = new HeapInvocationBuffer(function);
    for (int value : values) {
      arguments.putInt(value);
    }
    return Invoker.getInstance().invokeInt(function, arguments);
  }

  private static long symbol(String name) {
    return Library.getDefault().getSymbolAddress(name);
  }

  private static IOException failed(String call, String address) {
    return new IOException(call + " " + address + ": errno " + LastError.getInstance().get());
  }
}
