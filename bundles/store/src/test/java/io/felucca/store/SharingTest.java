package io.felucca.store;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;
import org.junit.Rule;
import org.junit.Test;

public class SharingTest {
  @Rule public final OpenStore open = new OpenStore();

  @Test
  public void handlesOnOneFileShareWhatTheyWriteAndCloseOnTheirOwn() throws Exception {
    Path link = Files.createSymbolicLink(open.folder().resolve("link"), open.folder());
    try (Store other = Stores.open(link.resolve("meta.db"))) {
      open.store.write(tx -> tx.root().putText("k", "v"));
      assertEquals(Map.of("k", "v"), other.view(tx -> tx.root().texts()));
      open.store.close();
      open.store.close();
      assertThrows(IllegalStateException.class, () -> open.store.view(tx -> tx.root().texts()));
      assertThrows(IllegalStateException.class, () -> open.store.write(tx -> {}));
      other.write(tx -> tx.root().putText("k", "w"));
    }
    open.reopen();
    assertEquals(Map.of("k", "w"), open.store.view(tx -> tx.root().texts()));
  }

  @Test
  public void anUpdateInOneHandleInsideATransactionOfAnotherIsRefused() {
    try (Store other = Stores.open(open.file())) {
      assertThrows(
          IllegalStateException.class, () -> open.store.read(tx -> other.write(inner -> {})));
    }
  }

  @Test
  public void locksAreTheSameForAllHandlesAndGoWithTheLast() throws Exception {
    try (Store other = Stores.open(open.file())) {
      Locks.Hold held = open.store.locks("keys").alone("a", Duration.ZERO).get();
      open.store.close();
      assertFalse(other.locks("keys").tryAlone("a").isPresent());
      assertFalse(other.locks("keys").shared("a", Duration.ofMillis(5)).isPresent());
      assertTrue(other.locks("other keys").tryAlone("a").isPresent());
      held.close();
      assertTrue(other.locks("keys").tryAlone("a").isPresent());
      other.shared().put("k", "v");
    }
    open.reopen();
    assertEquals(Map.of(), open.store.shared());
    assertTrue(open.store.locks("keys").tryAlone("a").isPresent());
  }

  @Test
  public void theNewestOpenerSaysWhetherCommitsWaitForTheDisk() {
    open.store.write(tx -> tx.root().putText("k", "v"));
    for (boolean sync : new boolean[] {false, true}) {
      try (Store other = Stores.open(open.file(), StoreOptions.defaults().withSync(sync))) {
        assertEquals(Map.of("k", "v"), other.view(tx -> tx.root().texts()));
        other.write(tx -> tx.root().putText("k", "v"));
        assertEquals(Map.of("k", "v"), open.store.view(tx -> tx.root().texts()));
      }
    }
  }

  @Test
  public void foldersAreCreated() {
    Path file = open.folder().resolve("a/b/meta.db");
    try (Store store = Stores.open(file)) {
      store.write(tx -> tx.root().putText("k", "v"));
    }
    assertTrue(Files.exists(file));
  }

  @Test
  public void closingWaitsForRunningTransactions() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Thread reader =
        new Thread(
            () ->
                open.store.read(
                    tx -> {
                      inside.countDown();
                      await(go);
                      tx.root().texts();
                    }));
    reader.start();
    inside.await();
    Thread closer = new Thread(open.store::close);
    closer.start();
    while (closer.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    go.countDown();
    reader.join();
    closer.join();
  }

  @Test
  public void aTransactionCannotCloseItsOwnStore() {
    assertThrows(IllegalStateException.class, () -> open.store.read(tx -> open.store.close()));
    open.store.write(tx -> tx.root().putText("still", "open"));
  }

  @Test
  public void aReadOnlyHandleReadsAndRefusesToWrite() {
    open.store.write(tx -> tx.root().putText("k", "v"));
    try (Store reader = Stores.openReadOnly(open.file())) {
      assertEquals(Map.of("k", "v"), reader.view(tx -> tx.root().texts()));
      assertThrows(IllegalStateException.class, () -> reader.write(tx -> {}));
    }
    open.store.close();
    try (Store reader = Stores.openReadOnly(open.file())) {
      assertEquals(Map.of("k", "v"), reader.view(tx -> tx.root().texts()));
      assertThrows(StoreException.class, () -> Stores.open(open.file()));
    }
  }

  @Test
  public void aFileThatIsNotThereCannotBeOpenedForReading() {
    Path missing = open.folder().resolve("missing.db");
    assertThrows(StoreException.class, () -> Stores.openReadOnly(missing));
    assertFalse(Files.exists(missing));
  }

  @Test
  public void aFileOfAnotherKindIsRefused() throws Exception {
    Path file = open.folder().resolve("other.db");
    Files.writeString(file, "not a store ".repeat(2000));
    assertThrows(StoreException.class, () -> Stores.open(file));
    assertThrows(StoreException.class, () -> Stores.openReadOnly(file));
  }

  @Test
  public void aFileOfAnotherFormatIsRefused() {
    open.store.write(
        tx -> {
          byte[] key = Layout.key(Layout.NOTES, Codec.bytes("format"), 0);
          tx.writing().session().put(key, Codec.bytes(2));
        });
    open.store.close();
    StoreException refused = assertThrows(StoreException.class, () -> Stores.open(open.file()));
    assertTrue(refused.getMessage(), refused.getMessage().contains("format 2"));
    assertThrows(StoreException.class, () -> Stores.openReadOnly(open.file()));
  }

  @Test
  public void anotherProcessReadsWhileThisOneWrites() throws Exception {
    open.store.write(tx -> tx.root().make("a").putText("k", "v1"));
    try (Child child = Child.start(Reader.class, open.file().toString())) {
      assertEquals("v1", child.readLine());
      open.store.write(tx -> tx.root().make("a").putText("k", "v2"));
      child.writeLine("again");
      assertEquals("v2", child.readLine());
      assertEquals(Optional.of("v2"), open.store.view(tx -> tx.root().at("a").text("k")));
    }
  }

  /** Prints a value for each line it is sent, and once before. */
  public static final class Reader {
    private Reader() {}

    public static void main(String[] args) {
      try (Store store = Stores.openReadOnly(Path.of(args[0]));
          Scanner lines = new Scanner(System.in)) {
        do {
          System.out.println(store.view(tx -> tx.root().at("a").text("k")).orElseThrow());
        } while (lines.hasNextLine() && !lines.nextLine().isEmpty());
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
