package io.felucca.reaper;

/** The descriptors that a reaper is given, as reaper.h numbers them. */
final class Descriptors {
  static final int STATUS = 3;
  static final int HOLD_STDIN = 4;
  static final int HOLD_STDOUT = 5;
  static final int HOLD_STDERR = 6;
  static final int WORD = 7;

  private Descriptors() {}
}
