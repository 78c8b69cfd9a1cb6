package io.felucca.runtime.serve;

/** A task's name in all of a containerd. */
record TaskKey(String namespace, String id) {
  @Override
  public String toString() {
    return namespace + "/" + id;
  }
}
