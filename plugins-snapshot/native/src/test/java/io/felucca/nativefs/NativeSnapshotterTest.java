package io.felucca.nativefs;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.api.snapshot.Snapshotter;
import io.felucca.linux.Stat;
import io.felucca.linux.Xattrs;
import io.felucca.testkit.SnapshotterSuite;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import org.junit.Test;

public class NativeSnapshotterTest extends SnapshotterSuite {
  @Override
  protected Snapshotter create(Path root) {
    return new NativeSnapshotter(
        (NativeSnapshotter.Config)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {NativeSnapshotter.Config.class},
                (proxy, method, args) ->
                    method.getName().equals("root_path")
                        ? root.toString()
                        : method.getDefaultValue()));
  }

  @Test
  public void devicesAttributesAndHolesAreCopied() throws IOException {
    layer(
        "base",
        "",
        dir -> {
          exec("mknod", dir.resolve("null").toString(), "c", "1", "3");
          exec("mkfifo", dir.resolve("pipe").toString());
          try (RandomAccessFile sparse =
              new RandomAccessFile(dir.resolve("sparse").toFile(), "rw")) {
            sparse.setLength(1L << 30);
            sparse.seek(1L << 29);
            sparse.write(1);
          }
          Xattrs.set(dir.resolve("sparse"), "user.colour", "red".getBytes());
        });
    look(
        snapshotter.prepare(scope, "top", "base", Map.of()),
        dir -> {
          assertTrue(Stat.of(dir.resolve("null")).isDevice());
          assertTrue(Stat.of(dir.resolve("pipe")).isFifo());
          Stat sparse = Stat.of(dir.resolve("sparse"));
          assertEquals(1L << 30, sparse.size());
          assertTrue("blocks of 512: " + sparse.blocks(), sparse.blocks() < 1024);
          assertArrayEquals("red".getBytes(), Xattrs.get(dir.resolve("sparse"), "user.colour"));
        });
  }

  private static void exec(String... command) throws IOException {
    try {
      assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
