package io.felucca.grpc;

/**
 * How large a message may be, in bytes.
 *
 * @param receive the largest that is taken
 * @param send the largest that is sent
 */
public record MessageSizes(int receive, int send) {
  /** 16 MiB both ways: what containerd's clients dial with. */
  public static final MessageSizes USUAL = new MessageSizes(16 << 20, 16 << 20);

  public MessageSizes {
    if (receive <= 0 || send <= 0) {
      throw new IllegalArgumentException(
          "message sizes must be positive: " + receive + ", " + send);
    }
  }
}
