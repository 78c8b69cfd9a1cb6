package io.felucca.launcher.log;

/** How an entry is written. */
interface Format {
  /** The entry as one line with its line feed, or as a few where a stack trace follows. */
  String line(Entry entry);
}
