package io.felucca.api.plugin;

/**
 * Says that a plugin does not apply on this machine or is not configured: its state becomes {@code
 * skip}, which clients do not take for an error.
 */
public final class SkipPlugin extends RuntimeException {
  private static final long serialVersionUID = 1;

  public SkipPlugin(String why) {
    super(why, null, false, false);
  }
}
