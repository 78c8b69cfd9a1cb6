package io.felucca.store;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertThrows;

import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class LmdbTest {
  private static final byte[] KEY = {1, 2, 3};
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void whatWasCommittedIsThereAfterOpeningAgain() {
    Lmdb lmdb = new Lmdb(file(), StoreOptions.defaults(), false);
    write(lmdb);
    lmdb.reopen(true);
    try (Session session = lmdb.beginRead()) {
      assertArrayEquals(KEY, session.get(KEY));
    }
    write(lmdb);
    lmdb.close();
  }

  @Test
  public void aClosedFileBeginsNothing() {
    Lmdb lmdb = new Lmdb(file(), StoreOptions.defaults(), false);
    lmdb.close();
    assertThrows(IllegalStateException.class, lmdb::beginRead);
    assertThrows(IllegalStateException.class, () -> lmdb.beginWrite(null));
  }

  private static void write(Lmdb lmdb) {
    try (Session session = lmdb.beginWrite(null)) {
      session.put(KEY, KEY);
      session.commit();
    }
  }

  private Path file() {
    return folder.getRoot().toPath().resolve("meta.db");
  }
}
