package io.felucca.itests.crash;

import static org.junit.Assert.assertEquals;

import io.felucca.itests.fixture.Blob;
import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Daemon;
import io.felucca.itests.fixture.OciArchive;
import io.felucca.itests.fixture.Tar;
import io.felucca.itests.fixture.Upload;
import io.felucca.wire.leases.CreateRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.Test;

/** Kills the daemon (signal 9) at random moments of its work, and of its starts. */
public class CrashIT {
  private static final int ROUNDS = Integer.getInteger("it.crashes", 50);
  private static final int STARTS_KILLED_EVERY = 5;
  private static final int LONGEST_START_MS = 600;

  private final long seed = Long.getLong("it.seed", System.nanoTime() % 1_000_000);
  private final Random random = new Random(seed);

  @Test
  public void nothingAcknowledgedIsLostWhenTheDaemonIsKilledAgainAndAgain() throws Exception {
    System.out.println("crashes: seed " + seed + " (repeat with -Dit.seed=" + seed + ")");
    try (Stage stage = Stage.open()) {
      String mark = "crash-" + ProcessHandle.current().pid() + "-" + seed;
      stage.ctr("images", "import", BusyboxImage.archive().toString()).ok();
      Runs runs = new Runs(stage, BusyboxImage.NAME, mark, random());
      Uploads uploads = new Uploads(stage, random());
      List<Load> loads = new ArrayList<>();
      loads.add(runs);
      loads.add(uploads);
      loads.add(new Imports(stage, random()));
      loads.add(new Contents(stage, random()));
      loads.add(new Layers(stage, "overlayfs", random()));
      loads.add(new Layers(stage, "native", random()));
      loads.add(new Diffs(stage, random()));
      Census census = new Census(stage, mark);
      for (int i = 0; i < ROUNDS; i++) {
        crash(stage, loads, i);
        stage.rpc().collect();
        for (Load load : loads) {
          load.check();
        }
        stage.rpc().collect();
        census.take();
      }
      report(loads, runs, uploads);
      assertNoErrors(stage.daemon());
    }
  }

  /** That a daemon which was killed does not hear its events is an error to a shim alone. */
  private static void assertNoErrors(Daemon daemon) {
    List<String> errors =
        daemon
            .log()
            .lines()
            .filter(line -> line.contains(" level=error "))
            .filter(line -> !line.contains("msg=\"post event\""))
            .toList();
    assertEquals(List.of(), errors);
  }

  @Test
  public void exitCodesAreThoseOfContainersThatEndedWhileTheDaemonWasDead() throws Exception {
    try (Stage stage = Stage.open()) {
      String mark = "dead-" + ProcessHandle.current().pid() + "-" + seed;
      stage.ctr("images", "import", BusyboxImage.archive().toString()).ok();
      Runs runs = new Runs(stage, BusyboxImage.NAME, mark, random());
      for (int i = 0; i < 4; i++) {
        runs.start(1.5 + i / 10.0);
      }
      stage.kill();
      runs.afterDeath();
      stage.revive();
      runs.check();
      assertEquals(4, runs.told());
      stage.rpc().collect();
      new Census(stage, mark).take();
    }
  }

  /** The client writes the index of every archive under one ref and does not say its digest. */
  @Test
  public void whatAnImportLeftWhenTheDaemonDiedDoesNotSpoilTheNextOne() throws Exception {
    try (Stage stage = Stage.open()) {
      stage.rpc().leases().create(CreateRequest.newBuilder().setId("first").build());
      Upload upload = new Upload(stage.rpc().leased("first"), "tar-index.json");
      upload.begin(0, "");
      upload.write(0, "{\"schema".getBytes(StandardCharsets.UTF_8));
      stage.kill();
      stage.revive();
      Blob layer = new Tar().file("file", "words").finished();
      Path next = OciArchive.of("next", layer).write(stage.daemon().folder().resolve("next.tar"));
      stage.ctr("images", "import", next.toString()).ok();
    }
  }

  private Random random() {
    return new Random(random.nextLong());
  }

  /** Every load has its turn to be the one that is hit. */
  private void crash(Stage stage, List<Load> loads, int round) throws Exception {
    List<Load> others = new ArrayList<>(loads);
    Load first = others.remove(round % loads.size());
    Collections.shuffle(others, random);
    Round lived = new Round(stage, random);
    lived.run(List.of(first, others.get(0)));
    if (round % STARTS_KILLED_EVERY == 0) {
      stage.daemon().launch(List.of());
      Thread.sleep(random.nextInt(LONGEST_START_MS));
      stage.daemon().kill();
    }
    stage.revive();
    lived.settle();
  }

  private static void report(List<Load> loads, Runs runs, Uploads uploads) {
    int promised = loads.stream().mapToInt(Load::acknowledged).sum();
    System.out.printf(
        "crashes: %d rounds, %d kills; %d things acknowledged, 0 lost; running containers found"
            + " again %d times, %d exit codes right, %d uploads resumed; 0 orphans%n",
        ROUNDS,
        ROUNDS + (ROUNDS + STARTS_KILLED_EVERY - 1) / STARTS_KILLED_EVERY,
        promised,
        runs.survived(),
        runs.told(),
        uploads.resumed());
  }
}
