package io.felucca.itests.crash;

import static org.junit.Assert.assertTrue;

import io.felucca.itests.fixture.Blob;
import io.felucca.itests.fixture.OciArchive;
import io.felucca.itests.fixture.Tar;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Imports images that share a layer, and removes old ones. */
final class Imports implements Load {
  private static final int KEPT = 4;

  private final Stage stage;
  private final Random random;
  private final Blob base;
  private final Deque<String> images = new ArrayDeque<>();
  private int number;
  private int acknowledged;

  Imports(Stage stage, Random random) {
    this.stage = stage;
    this.random = random;
    this.base = new Tar().file("base", Blob.random(random, 50_000).bytes()).finished();
  }

  @Override
  public void step() throws Exception {
    String name = "image-" + number++;
    Tar own = new Tar().directory("etc").file("etc/" + name, Blob.random(random, 9_000).bytes());
    Path file = stage.daemon().folder().resolve("import.tar");
    OciArchive.of(name, base, own.finished()).write(file);
    stage.ctr("images", "import", file.toString()).ok();
    images.add(OciArchive.reference(name));
    acknowledged++;
    if (images.size() > KEPT) {
      stage.ctr("images", "rm", "--sync", images.remove()).ok();
    }
  }

  /** Every image that is listed is complete; every one that was acknowledged is unpacked, too. */
  @Override
  public void check() throws Exception {
    List<String> lines = stage.ctr("images", "check").ok().lines();
    for (String line : lines.subList(1, lines.size())) {
      assertTrue(line, line.contains(" complete "));
    }
    for (String image : images) {
      assertTrue(
          image + " is not unpacked in " + lines,
          lines.stream().anyMatch(l -> l.startsWith(image + " ") && l.strip().endsWith("true")));
    }
  }

  @Override
  public int acknowledged() {
    return acknowledged;
  }
}
