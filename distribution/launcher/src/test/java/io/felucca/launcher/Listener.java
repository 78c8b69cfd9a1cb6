package io.felucca.launcher;

import com.kenai.jffi.ArrayFlags;
import com.kenai.jffi.Function;
import com.kenai.jffi.HeapInvocationBuffer;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.Library;
import com.kenai.jffi.Type;
import java.nio.charset.StandardCharsets;

/** A supervisor's end of sd_notify: a bound datagram socket that gives up after a while. */
final class Listener implements AutoCloseable {
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVTIMEO = 20;
  private static final byte[] HALF_A_MINUTE = {30, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

  private final int socket = (int) call("socket", 1, 2, 0);

  Listener(String address) {
    byte[] name = Datagram.socketAddress(address);
    if (call("bind", socket, name, name.length) != 0) {
      throw new AssertionError("cannot bind " + address);
    }
    call("setsockopt", socket, SOL_SOCKET, SO_RCVTIMEO, HALF_A_MINUTE, HALF_A_MINUTE.length);
  }

  String next() {
    byte[] buffer = new byte[512];
    int length = (int) call("recv", socket, buffer, buffer.length, 0);
    return length < 0 ? "nothing" : new String(buffer, 0, length, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    call("close", socket);
  }

  private static long call(String name, Object... arguments) {
    Type[] types = new Type[arguments.length];
    for (int i = 0; i < types.length; i++) {
      types[i] = arguments[i] instanceof byte[] ? Type.POINTER : Type.SLONG_LONG;
    }
    long address = Library.getDefault().getSymbolAddress(name);
    Function function = new Function(address, Type.SINT, types);
    HeapInvocationBuffer buffer = new HeapInvocationBuffer(function);
    for (Object argument : arguments) {
      if (argument instanceof byte[] bytes) {
        buffer.putArray(bytes, 0, bytes.length, ArrayFlags.IN | ArrayFlags.OUT);
      } else {
        buffer.putLong((int) argument);
      }
    }
    return Invoker.getInstance().invokeInt(function, buffer);
  }
}
