package io.felucca.store;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Rule;
import org.junit.Test;

/** A map that is far too small at first. */
public class GrowthTest {
  private static final int SMALL = 128 << 10;

  @Rule
  public final OpenStore open =
      new OpenStore(StoreOptions.defaults().withMapSize(SMALL).withSync(false));

  private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());

  @Test
  public void theMapGrowsUnderManySmallUpdatesEachRunOnce() {
    AtomicInteger runs = new AtomicInteger();
    for (int i = 0; i < 4000; i++) {
      String name = "key" + i;
      open.store.write(
          tx -> {
            runs.incrementAndGet();
            tx.root().make("all").put(name, new byte[1000]);
          });
    }
    assertEquals(4000, runs.get());
    assertEquals(4000, open.store.view(tx -> tx.root().at("all").entries().stream().count()), 0);
  }

  @Test
  public void anUpdateLargerThanTheMapRunsAgainAndActsOnce() {
    AtomicInteger after = new AtomicInteger();
    open.store.write(
        tx -> {
          long number = tx.root().nextSequence();
          tx.afterCommit(after::incrementAndGet);
          for (int i = 0; i < 50; i++) {
            tx.root().put("n" + number + "." + i, new byte[SMALL / 4]);
          }
        });
    assertEquals(1, after.get());
    assertEquals(50, open.store.view(tx -> tx.root().entries().stream().count()), 0);
    assertTrue(open.store.view(tx -> tx.root().has("n1.49")));
  }

  @Test
  public void anUpdateThatHidesAFullMapRunsAgain() {
    open.store.write(
        tx -> {
          try {
            tx.root().put("large", new byte[SMALL * 3]);
          } catch (StoreException e) {
            // what an update catches on its way must not let half of it through
          }
          tx.root().putText("small", "x");
        });
    assertEquals(
        Optional.of(SMALL * 3), open.store.view(tx -> tx.root().get("large")).map(v -> v.length));
  }

  @Test
  public void theMapGrowsBetweenReadersAndWriters() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      readers.add(start(() -> readUntil(done)));
    }
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int writer = i;
      writers.add(start(() -> write(writer)));
    }
    join(writers);
    done.set(true);
    join(readers);
    assertEquals(List.of(), failures);
    assertEquals(400, open.store.view(tx -> tx.root().at("all").entries().stream().count()), 0);
    open.reopen();
    assertEquals(400, open.store.view(tx -> tx.root().at("all").entries().stream().count()), 0);
  }

  @Test
  public void aKilledReaderDoesNotMakeTheFileGrow() throws Exception {
    open.store.write(tx -> tx.root().put("key", new byte[1000]));
    try (Child child = Child.start(Holder.class, open.file().toString())) {
      assertEquals("reading", child.readLine());
      child.kill();
    }
    for (int i = 0; i < 2000; i++) {
      open.store.write(tx -> tx.root().put("key", new byte[1000]));
    }
    assertTrue(Files.size(open.file()) < SMALL);
  }

  @Test
  public void aMapThatCannotGrowIsSaidAndTheStoreStaysUsable() {
    Path file = open.folder().resolve("huge.db");
    StoreOptions huge = StoreOptions.defaults().withMapSize(1L << 46);
    Environment environment = new Environment(file, huge, false);
    environment.retain(huge, false);
    Work<byte[], RuntimeException> read = tx -> tx.root().get("k").orElseThrow();
    environment.update(new PutNumber("k", 1));
    assertEquals(1, Codec.number(environment.view(read)));
    assertThrows(StoreFullException.class, environment::grow);
    assertEquals(1, Codec.number(environment.view(read)));
    environment.update(new PutNumber("k", 2));
    assertEquals(2, Codec.number(environment.view(read)));
    assertTrue(environment.release());
  }

  private record PutNumber(String name, long value) implements Work<Void, RuntimeException> {
    @Override
    public Void run(Tx tx) {
      tx.root().putNumber(name, value);
      return null;
    }
  }

  /** Keeps a snapshot until it is killed. */
  public static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws Exception {
      Stores.openReadOnly(Path.of(args[0]))
          .read(
              tx -> {
                assertTrue(tx.root().has("key"));
                System.out.println("reading");
                Thread.sleep(Long.MAX_VALUE);
              });
    }
  }

  private void readUntil(AtomicBoolean done) {
    while (!done.get()) {
      open.store.read(
          tx -> {
            for (Entry entry : tx.root().at("all").entries()) {
              assertEquals(SMALL / 5, entry.value().length);
            }
          });
    }
  }

  private void write(int writer) {
    for (int i = 0; i < 100; i++) {
      String name = writer + "." + i;
      open.store.write(tx -> tx.root().make("all").put(name, new byte[SMALL / 5]));
    }
  }

  private Thread start(Runnable action) {
    Thread thread = new Thread(action);
    thread.setUncaughtExceptionHandler((t, e) -> failures.add(e));
    thread.start();
    return thread;
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
