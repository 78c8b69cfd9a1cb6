package io.felucca.itests.hotswap;

/** Some calls that belong together; what they make is gone at the end. */
interface Client {
  void round(Round round);
}
