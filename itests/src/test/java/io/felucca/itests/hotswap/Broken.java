package io.felucca.itests.hotswap;

/** A plugin's component that cannot be made; its class is put into jars. */
public final class Broken {
  static final String WHY = "broken on purpose";

  public Broken() {
    throw new IllegalStateException(WHY);
  }
}
