package io.felucca.diff.compare;

import io.felucca.linux.Fd;
import io.felucca.linux.Stat;

/** A name in an open directory, and what it was when it was looked at. */
record Node(Fd folder, String name, Stat stat) {}
