package io.felucca.store;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A process that writes from several threads and is killed without warning. */
public class CrashTest {
  private static final int THREADS = 4;
  private static final int ACKNOWLEDGED = 300;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void aKilledProcessLosesNothingThatItAcknowledged() throws Exception {
    Path file = folder.getRoot().toPath().resolve("meta.db");
    for (int life = 0; life < 3; life++) {
      List<String> acknowledged = writeUntilKilled(file, "life" + life);
      try (Store store = Stores.open(file)) {
        for (String name : acknowledged) {
          assertTrue(name, store.view(tx -> tx.root().at("all").has(name)));
        }
        store.read(CrashTest::assertWhole);
        store.write(tx -> tx.root().putText("alive", "yes"));
      }
    }
  }

  /** Each update writes a value and a bucket with the same name's label: none without the other. */
  private static void assertWhole(Tx tx) {
    for (Entry entry : tx.root().at("all").entries()) {
      assertEquals(entry.name(), tx.root().at("buckets", entry.name()).text("of").orElseThrow());
    }
    assertEquals(
        tx.root().at("all").entries().stream().count(),
        tx.root().at("buckets").entries().stream().count());
  }

  private static List<String> writeUntilKilled(Path file, String prefix) throws Exception {
    List<String> acknowledged = new ArrayList<>();
    try (Child child = Child.start(Writer.class, file.toString(), prefix)) {
      while (acknowledged.size() < ACKNOWLEDGED) {
        String line = child.readLine();
        assertTrue("the writer ended by itself", line != null);
        acknowledged.add(line);
      }
      child.kill();
      // What it printed before it died is acknowledged, too; the last line may be cut.
      for (String line = child.readLine(); line != null; line = child.readLine()) {
        if (line.endsWith(";")) {
          acknowledged.add(line);
        }
      }
    }
    return acknowledged;
  }

  @Test
  public void aKilledProcessLeavesNoCopyOfTheLibrary() throws Exception {
    Path temporary = folder.newFolder("tmp").toPath();
    Path file = folder.getRoot().toPath().resolve("meta.db");
    List<String> options = List.of("-Djava.io.tmpdir=" + temporary);
    try (Child child = Child.start(options, Writer.class, file.toString(), "once")) {
      assertTrue(child.readLine() != null);
      assertEquals(List.of(), copies(temporary));
    }
  }

  private static List<Path> copies(Path temporary) throws IOException {
    List<Path> copies = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(temporary, "*lmdb*")) {
      files.forEach(copies::add);
    }
    return copies;
  }

  /** Prints each name once its update has returned, for ever. */
  public static final class Writer {
    private Writer() {}

    public static void main(String[] args) {
      Store store = Stores.open(Path.of(args[0]));
      for (int i = 0; i < THREADS; i++) {
        String prefix = args[1] + "-" + i + "-";
        new Thread(() -> write(store, prefix)).start();
      }
    }

    private static void write(Store store, String prefix) {
      for (long n = 0; ; n++) {
        String name = prefix + n + ";";
        store.write(
            tx -> {
              tx.root().make("all").put(name, new byte[300]);
              tx.root().make("buckets", name).putText("of", name);
            });
        System.out.println(name);
      }
    }
  }
}
