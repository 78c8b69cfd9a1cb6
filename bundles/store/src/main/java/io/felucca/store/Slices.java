package io.felucca.store;

/** The key and the value of the call under way; one at a time uses them. */
record Slices(Slice key, Slice value) {
  Slices() {
    this(new Slice(), new Slice());
  }
}
