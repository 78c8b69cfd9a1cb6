package io.felucca.runtime.oci.folder;

import java.util.Locale;

/** What has happened to a process: files in its folder, each made in one step. */
public enum Mark {
  /** Its creation has succeeded: a client may know of it. The text tells its control group. */
  CREATED,
  /**
   * A step that changes where it stands has begun; while this is there, only the OCI runtime knows.
   */
  UNSURE,
  /** It has been started. */
  STARTED,
  /** It is frozen. */
  PAUSED,
  /** Its exit has been published. */
  TOLD;

  String file() {
    return name().toLowerCase(Locale.ROOT);
  }
}
