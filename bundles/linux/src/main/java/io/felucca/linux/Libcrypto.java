package io.felucca.linux;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.Library;
import com.kenai.jffi.Type;
import java.nio.charset.StandardCharsets;

/**
 * OpenSSL's libcrypto as far as it hashes (EVP_DigestInit(3ssl)), called like {@link Libc}; absent
 * where the system has none.
 *
 * <p>The system property {@value #PATH} says which file it is; without it the one that the dynamic
 * linker finds.
 */
enum Libcrypto {
  EVP_MD_CTX_new,
  EVP_MD_CTX_copy_ex,
  EVP_MD_CTX_free,
  EVP_get_digestbyname,
  EVP_DigestInit_ex,
  EVP_DigestUpdate,
  EVP_DigestFinal_ex;

  static final String PATH = "felucca.libcrypto";

  private static final class Native {
    static final Library LIBRARY = load();
    static final CallContext THREE_LONGS =
        CallContext.getCallContext(
            Type.SLONG,
            new Type[] {Type.SLONG, Type.SLONG, Type.SLONG},
            CallingConvention.DEFAULT,
            false);

    private static Library load() {
      String path = System.getProperty(PATH, "libcrypto.so.3");
      Library library = Library.getCachedInstance(path, Library.LAZY | Library.LOCAL);
      if (library == null) {
        System.getLogger("io.felucca.linux")
            .log(System.Logger.Level.DEBUG, "Java hashes: " + Library.getLastError());
      }
      return library;
    }
  }

  private final long address = Native.LIBRARY == null ? 0 : Native.LIBRARY.getSymbolAddress(name());

  /** The EVP_MD of a name such as SHA256; 0 where there is no library or no such digest. */
  static long digestByName(String name) {
    for (Libcrypto function : values()) {
      if (function.address == 0) {
        return 0;
      }
    }
    try (Frame frame = new Frame()) {
      byte[] terminated = (name + '\0').getBytes(StandardCharsets.US_ASCII);
      return EVP_get_digestbyname.call(frame.bytes(terminated), 0, 0);
    }
  }

  long call(long a, long b, long c) {
    return Invoker.getInstance().invokeN3(Native.THREE_LONGS, address, a, b, c);
  }

  /** A call of a function that returns 1 for success. */
  void check(long a, long b, long c) {
    if ((int) call(a, b, c) != 1) {
      throw new IllegalStateException(name() + " of libcrypto failed");
    }
  }
}
