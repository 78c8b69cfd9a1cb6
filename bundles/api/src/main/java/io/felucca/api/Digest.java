package io.felucca.api;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * The name of a blob: an algorithm and the hex of its hash, as {@code sha256:...} (OCI image spec,
 * "Digests").
 *
 * @param algorithm {@code sha256}, {@code sha384} or {@code sha512}
 * @param hex lower-case hex of the algorithm's length
 */
public record Digest(String algorithm, String hex) implements Comparable<Digest> {
  private static final Map<String, String> JAVA_NAMES =
      Map.of("sha256", "SHA-256", "sha384", "SHA-384", "sha512", "SHA-512");
  private static final Map<String, Integer> HEX_LENGTHS =
      Map.of("sha256", 64, "sha384", 96, "sha512", 128);

  public Digest {
    Integer length = HEX_LENGTHS.get(algorithm);
    if (length == null) {
      throw Fault.invalid("unsupported digest algorithm \"%s\"", algorithm);
    }
    if (hex.length() != length) {
      throw Fault.invalid(
          "invalid checksum digest length: %s has %d characters, %s wants %d",
          hex, hex.length(), algorithm, length);
    }
    if (!isLowerHex(hex)) {
      throw Fault.invalid("invalid checksum digest format: \"%s:%s\"", algorithm, hex);
    }
  }

  private static boolean isLowerHex(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
  }

  /** Reads {@code algorithm:hex}; an invalid argument otherwise. */
  public static Digest parse(String text) {
    int colon = text.indexOf(':');
    if (colon <= 0 || colon + 1 == text.length()) {
      throw Fault.invalid("invalid checksum digest format: \"%s\"", text);
    }
    return new Digest(text.substring(0, colon), text.substring(colon + 1));
  }

  /** A hash to feed, for digests of this algorithm. */
  public static MessageDigest hasher(String algorithm) {
    try {
      return MessageDigest.getInstance(JAVA_NAMES.getOrDefault(algorithm, algorithm));
    } catch (NoSuchAlgorithmException e) {
      throw new Fault(
          Fault.Kind.INVALID_ARGUMENT, "unsupported digest algorithm \"" + algorithm + "\"", e);
    }
  }

  /** A SHA-256 hash to feed; the canonical algorithm. */
  public static MessageDigest sha256() {
    return hasher("sha256");
  }

  /** Finishes a SHA-256 {@code hash}, which is reset by it. */
  public static Digest of(MessageDigest hash) {
    return new Digest("sha256", HexFormat.of().formatHex(hash.digest()));
  }

  /** The SHA-256 digest of these bytes. */
  public static Digest of(byte[] bytes) {
    MessageDigest hash = sha256();
    hash.update(ByteBuffer.wrap(bytes));
    return of(hash);
  }

  @Override
  public int compareTo(Digest other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return algorithm + ":" + hex;
  }
}
