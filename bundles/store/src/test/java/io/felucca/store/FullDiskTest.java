package io.felucca.store;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A file system in memory with room for two megabytes; needs the right to mount. */
public class FullDiskTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private Path disk;

  @Before
  public void mountDisk() throws Exception {
    disk = folder.newFolder("disk").toPath();
    int status = run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString());
    assumeTrue("mounting needs root", status == 0);
  }

  @After
  public void unmountDisk() throws Exception {
    run("umount", disk.toString());
  }

  @Test
  public void aFullDiskIsSaidClearlyAndTheStoreStaysUsable() {
    try (Store store = Stores.open(disk.resolve("meta.db"))) {
      store.write(tx -> tx.root().put("ballast", new byte[700 << 10]));
      store.write(tx -> tx.root().putText("k", "before"));
      StoreFullException full =
          assertThrows(
              StoreFullException.class,
              () ->
                  store.write(
                      tx -> {
                        tx.root().putText("k", "lost");
                        tx.root().put("large", new byte[3 << 20]);
                      }));
      assertTrue(full.getMessage(), full.getMessage().contains("meta.db"));
      assertEquals("before", store.view(tx -> tx.root().text("k")).orElseThrow());
      store.write(tx -> tx.root().delete("ballast"));
      store.write(tx -> tx.root().putText("k", "after"));
      store.write(tx -> tx.root().put("fits", new byte[600 << 10]));
    }
    try (Store store = Stores.open(disk.resolve("meta.db"))) {
      assertEquals("after", store.view(tx -> tx.root().text("k")).orElseThrow());
      assertEquals(600 << 10, store.view(tx -> tx.root().get("fits")).orElseThrow().length);
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).start().waitFor();
  }
}
