package io.felucca.client;

/**
 * Hears how far work on an image has come. Called by the working thread: what takes long here makes
 * the work take longer, and an exception ends it.
 *
 * <pre>{@code
 * Progress printed = step -> System.out.println(step.what() + " " + step.subject());
 * workspace.images().load(Path.of("busybox.tar"), printed);
 * }</pre>
 */
@FunctionalInterface
public interface Progress {
  /** Hears nothing. */
  Progress NONE = step -> {};

  /** What is being done. */
  enum What {
    /** Content goes to the daemon. */
    WRITING,
    /** Content has arrived, or was there. */
    WRITTEN,
    /** A layer is being applied. */
    UNPACKING,
    /** A layer is a snapshot now, or was before. */
    UNPACKED,
    /** An image has its name. */
    NAMED
  }

  /**
   * One step.
   *
   * @param what is done
   * @param subject a digest, or an image's name
   * @param done bytes until now; 0 where bytes do not count
   * @param total bytes in all; 0 where unknown
   */
  record Step(What what, String subject, long done, long total) {}

  void step(Step step);
}
