package io.felucca.metadata.world;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.image.Image;
import io.felucca.api.snapshot.Snapshotter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * A program that changes a world until it is killed. It says what it has done only after that was
 * acknowledged: {@code + kind name}, and {@code - kind name} before it takes something away.
 */
public final class CrashLoad {
  private static final Map<String, String> ROOT = Map.of("containerd.io/gc.root", "yes");
  public static final int THREADS = 3;

  private final TestWorld world;
  private final Scope scope;
  private final String life;

  private CrashLoad(TestWorld world, String life, int thread) {
    this.world = world;
    this.scope = Scope.of("n" + thread);
    this.life = life;
  }

  /** Called with a folder and a word that no earlier life had. */
  public static void main(String[] arguments) {
    Thread.setDefaultUncaughtExceptionHandler(CrashLoad::end);
    TestWorld world = new TestWorld(Path.of(arguments[0]), "shared", false);
    for (int i = 0; i < THREADS; i++) {
      CrashLoad load = new CrashLoad(world, arguments[1], i);
      new Thread(load::run).start();
    }
    while (true) {
      world.metadata.collect();
    }
  }

  private static void end(Thread thread, Throwable failure) {
    failure.printStackTrace();
    Runtime.getRuntime().halt(1);
  }

  private void run() {
    String parent = "";
    for (int i = 0; ; i++) {
      String name = life + "-" + i;
      blob(name, ROOT);
      blob("stray " + name, Map.of());
      image(name);
      String layer = layer(name, parent);
      if (i % 3 == 0) {
        say("-", "layer", layer);
        snapshots().remove(scope, layer);
      } else {
        parent = layer;
      }
    }
  }

  private Snapshotter snapshots() {
    return world.metadata.snapshotter("copy");
  }

  private void say(String sign, String kind, String name) {
    synchronized (System.out) {
      System.out.println(sign + " " + kind + " " + scope.namespace() + " " + name);
      System.out.flush();
    }
  }

  private void blob(String text, Map<String, String> labels) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Descriptor expected = Descriptor.of("", Digest.of(bytes), bytes.length);
    try (ContentWriter writer = world.metadata.content().writer(scope, text, expected)) {
      // another namespace may have brought it
      if (writer.status().offset() == 0) {
        writer.write(ByteBuffer.wrap(bytes));
      }
      writer.commit(bytes.length, Digest.of(bytes), labels);
    }
    if (labels.equals(ROOT)) {
      say("+", "blob", text);
    }
  }

  private void image(String name) {
    Digest target = Digest.of(name.getBytes(StandardCharsets.UTF_8));
    Image image =
        new Image(name, Map.of(), Descriptor.of("m", target, 1), Instant.EPOCH, Instant.EPOCH);
    world.metadata.images().create(scope, image, null);
    say("+", "image", name);
  }

  private String layer(String name, String parent) {
    String layer = "layer-" + name;
    snapshots().prepare(scope, "key-" + name, parent, ROOT);
    say("+", "key", "key-" + name);
    say("-", "key", "key-" + name);
    snapshots().commit(scope, layer, "key-" + name, ROOT, "");
    say("+", "layer", layer);
    return layer;
  }
}
