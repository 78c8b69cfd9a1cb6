package io.felucca.api;

import java.util.Arrays;

/**
 * An opaque value with the name of its type: what the wire calls {@code Any}. The type URL is the
 * bare full name, without a host in front.
 */
public final class TypedValue {
  private final String typeUrl;
  private final byte[] bytes;

  public TypedValue(String typeUrl, byte[] bytes) {
    this.typeUrl = typeUrl;
    this.bytes = bytes.clone();
  }

  public String typeUrl() {
    return typeUrl;
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  /** Whether the type is {@code name}, with or without a host in front. */
  public boolean is(String name) {
    return typeUrl.equals(name) || typeUrl.endsWith("/" + name);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TypedValue that
        && typeUrl.equals(that.typeUrl)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return typeUrl.hashCode() * 31 + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return typeUrl + "[" + bytes.length + " bytes]";
  }
}
