package io.felucca.reaper;

/** What a supervising process can be told. Nothing happens where it has gone. */
interface Commands extends AutoCloseable {
  /** Standard input is held from now on, if it is to be. */
  void begin();

  void resize(int width, int height);

  void closeStdin();

  /** Gives up what this daemon holds for it. */
  @Override
  void close();
}
