package io.felucca.oci.spec;

import java.math.BigInteger;

/** Numbers of 64 bits without a sign, which JSON has and Java has not. */
public final class Unsigned {
  private Unsigned() {}

  /** The number whose bits these are, in the smallest type that holds it. */
  public static Number of(long bits) {
    return bits >= 0 ? (Number) bits : new BigInteger(Long.toUnsignedString(bits));
  }
}
