package io.felucca.api;

import java.nio.ByteBuffer;

/**
 * An opaque value with the name of its type: what the wire calls {@code Any}. The type URL is the
 * bare full name, without a host in front.
 */
public final class TypedValue {
  private final String typeUrl;
  private final ByteBuffer bytes;

  public TypedValue(String typeUrl, byte[] bytes) {
    this(typeUrl, ByteBuffer.wrap(bytes.clone()));
  }

  private TypedValue(String typeUrl, ByteBuffer bytes) {
    this.typeUrl = typeUrl;
    this.bytes = bytes;
  }

  /** Keeps what remains in the buffer, without a copy: nobody may change it from now on. */
  public static TypedValue keeping(String typeUrl, ByteBuffer bytes) {
    return new TypedValue(typeUrl, bytes.slice());
  }

  public String typeUrl() {
    return typeUrl;
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return copy;
  }

  /** The bytes to read where they are. */
  public ByteBuffer buffer() {
    return bytes.asReadOnlyBuffer();
  }

  /** Whether the type is {@code name}, with or without a host in front. */
  public boolean is(String name) {
    return typeUrl.equals(name) || typeUrl.endsWith("/" + name);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TypedValue that
        && typeUrl.equals(that.typeUrl)
        && bytes.equals(that.bytes);
  }

  @Override
  public int hashCode() {
    return typeUrl.hashCode() * 31 + bytes.hashCode();
  }

  @Override
  public String toString() {
    return typeUrl + "[" + bytes.remaining() + " bytes]";
  }
}
