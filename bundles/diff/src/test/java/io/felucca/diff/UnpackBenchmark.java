package io.felucca.diff;

import com.sun.management.OperatingSystemMXBean;
import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentStore;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.diff.ApplyOptions;
import io.felucca.content.LocalContentStore;
import io.felucca.linux.FileTree;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Measures ingest and unpack: {@code UnpackBenchmark LAYER MEDIATYPE WORKDIR ROUNDS}. Not a test:
 * the figures depend on the machine.
 */
final class UnpackBenchmark {
  private static final Scope SCOPE = Scope.of("bench");

  public static void main(String[] args) throws Exception {
    Path work = Path.of(args[2]);
    ContentStore store = new LocalContentStore(work.resolve("content"));
    store.start();
    for (int i = 0; i < Integer.parseInt(args[3]); i++) {
      long start = System.nanoTime();
      Digest digest = ingest(store, Path.of(args[0]));
      System.out.printf("ingest %.3f s%n", (System.nanoTime() - start) / 1e9);
      Path upper = Files.createDirectories(work.resolve("upper"));
      List<Mount> mounts =
          List.of(Mount.of("overlay", "overlay", List.of("lowerdir=/", "upperdir=" + upper)));
      WalkingDiffer differ =
          new WalkingDiffer(Seats.of(new TestMetadata(store)), work.resolve("tmp"));
      double cpu = processCpu();
      double writing = threadCpu();
      start = System.nanoTime();
      Descriptor plain =
          differ.apply(SCOPE, Descriptor.of(args[1], digest, 0), mounts, ApplyOptions.NONE);
      System.out.printf(
          "unpack %.3f s, cpu %.3f s, of that writing %.3f s, %s%n",
          (System.nanoTime() - start) / 1e9, processCpu() - cpu, threadCpu() - writing, plain);
      store.delete(SCOPE, digest);
      if (!Boolean.getBoolean("keep")) {
        FileTree.delete(upper);
      }
    }
  }

  private static double processCpu() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime() / 1e9;
  }

  private static double threadCpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
  }

  private static Digest ingest(ContentStore store, Path file) throws Exception {
    try (FileChannel from = FileChannel.open(file);
        ContentWriter writer = store.writer(SCOPE, "bench", Descriptor.of("", null, 0))) {
      ByteBuffer piece = ByteBuffer.allocate(1 << 20);
      while (from.read(piece.clear()) > 0) {
        writer.write(piece.flip());
      }
      Digest digest = writer.digest();
      writer.commit(0, digest, Map.of());
      return digest;
    }
  }
}
