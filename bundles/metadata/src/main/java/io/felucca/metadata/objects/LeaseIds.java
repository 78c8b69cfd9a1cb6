package io.felucca.metadata.objects;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;

/** IDs for leases that have none: nanoseconds of the second, a dash, four random characters. */
final class LeaseIds {
  private static final int RANDOM_BYTES = 3;

  private LeaseIds() {}

  static String next() {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    return Instant.now().getNano() + "-" + Base64.getUrlEncoder().encodeToString(random);
  }
}
