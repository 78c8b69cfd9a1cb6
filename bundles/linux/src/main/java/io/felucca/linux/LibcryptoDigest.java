package io.felucca.linux;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A hash of the SHA-2 family that OpenSSL computes.
 *
 * <p>It is as fast in a Java that only compiles quickly as in one that optimises, which is ten
 * times what Java's own reaches there. Direct buffers are hashed where they are.
 */
public final class LibcryptoDigest extends MessageDigest implements Cloneable {
  private static final Map<String, String> NAMES =
      Map.of("SHA-256", "SHA256", "SHA-384", "SHA384", "SHA-512", "SHA512");
  private static final Map<String, Long> TYPES = new ConcurrentHashMap<>();

  private final int length;
  private final long type;
  private Context context;

  private LibcryptoDigest(String algorithm, int length, long type) {
    super(algorithm);
    this.length = length;
    this.type = type;
  }

  /** The same hash by libcrypto; the given one where the system has no libcrypto that knows it. */
  public static MessageDigest insteadOf(MessageDigest fresh) {
    String algorithm = fresh.getAlgorithm();
    String name = NAMES.get(algorithm);
    long type = name == null ? 0 : TYPES.computeIfAbsent(name, Libcrypto::digestByName);
    return type == 0 ? fresh : new LibcryptoDigest(algorithm, fresh.getDigestLength(), type);
  }

  @Override
  protected int engineGetDigestLength() {
    return length;
  }

  @Override
  protected void engineUpdate(byte input) {
    engineUpdate(new byte[] {input}, 0, 1);
  }

  @Override
  protected void engineUpdate(byte[] input, int offset, int count) {
    Context to = context();
    for (int at = 0; at < count; at += Context.ROOM) {
      to.update(input, offset + at, Math.min(Context.ROOM, count - at));
    }
    Reference.reachabilityFence(this);
  }

  @Override
  protected void engineUpdate(ByteBuffer input) {
    if (!input.isDirect()) {
      super.engineUpdate(input);
      return;
    }
    context()
        .update(Libc.Heap.IO.getDirectBufferAddress(input) + input.position(), input.remaining());
    input.position(input.limit());
    Reference.reachabilityFence(input);
    Reference.reachabilityFence(this);
  }

  @Override
  protected byte[] engineDigest() {
    byte[] digest = context().digest(length);
    engineReset();
    return digest;
  }

  @Override
  protected void engineReset() {
    if (context != null) {
      context.free();
      context = null;
    }
  }

  @Override
  public Object clone() throws CloneNotSupportedException {
    LibcryptoDigest copy = (LibcryptoDigest) super.clone();
    copy.context = context == null ? null : context.copy();
    return copy;
  }

  private Context context() {
    if (context == null) {
      context = new Context();
      Libcrypto.EVP_DigestInit_ex.check(context.address(), type, 0);
    }
    return context;
  }

  /** An EVP_MD_CTX and room for bytes that come from the heap; freed at the latest when lost. */
  private static final class Context {
    static final int ROOM = 16 << 10;
    private static final Cleaner CLEANER = Cleaner.create();

    private final Memory memory = new Memory();
    private final Cleaner.Cleanable cleanable = CLEANER.register(this, memory);

    long address() {
      return memory.context;
    }

    void update(byte[] bytes, int offset, int count) {
      long room = memory.room();
      Libc.Heap.IO.putByteArray(room, bytes, offset, count);
      update(room, count);
    }

    void update(long address, int count) {
      Libcrypto.EVP_DigestUpdate.check(memory.context, address, count);
      Reference.reachabilityFence(this);
    }

    byte[] digest(int length) {
      byte[] digest = new byte[length];
      Libcrypto.EVP_DigestFinal_ex.check(memory.context, memory.room(), 0);
      Libc.Heap.IO.getByteArray(memory.room(), digest, 0, length);
      Reference.reachabilityFence(this);
      return digest;
    }

    Context copy() {
      Context copy = new Context();
      Libcrypto.EVP_MD_CTX_copy_ex.check(copy.memory.context, memory.context, 0);
      Reference.reachabilityFence(this);
      return copy;
    }

    void free() {
      cleanable.clean();
    }
  }

  private static final class Memory implements Runnable {
    private final long context = Libcrypto.EVP_MD_CTX_new.call(0, 0, 0);
    private long room;

    Memory() {
      if (context == 0) {
        throw new OutOfMemoryError("no native memory for a hash");
      }
    }

    long room() {
      if (room == 0) {
        room = Libc.Heap.IO.allocateMemory(Context.ROOM, false);
      }
      return room;
    }

    @Override
    public void run() {
      Libcrypto.EVP_MD_CTX_free.call(context, 0, 0);
      if (room != 0) {
        Libc.Heap.IO.freeMemory(room);
      }
    }
  }
}
