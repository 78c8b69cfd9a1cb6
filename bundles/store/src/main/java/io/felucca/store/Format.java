package io.felucca.store;

/**
 * The mark in each file that says which {@link Layout} it has, so that no release misreads
 * another's.
 */
final class Format {
  private static final long CURRENT = 1;
  private static final byte[] KEY = Layout.key(Layout.NOTES, Codec.bytes("format"), 0);

  private Format() {}

  /** Marks a new file; refuses one that has another mark. */
  static void check(Environment environment, boolean readOnly) {
    byte[] mark = environment.view(tx -> tx.reading().session().get(KEY));
    if (mark != null && Codec.number(mark) != CURRENT) {
      throw new StoreException(
          String.format(
              "the store %s has format %d, this release knows %d",
              environment.file(), Codec.number(mark), CURRENT));
    }
    if (mark == null && !readOnly) {
      environment.update(tx -> mark(tx.writing().session()));
    }
  }

  private static Void mark(Session session) {
    session.put(KEY, Codec.bytes(CURRENT));
    return null;
  }
}
