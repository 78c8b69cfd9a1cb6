package io.felucca.tasks;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.container.Container;
import io.felucca.api.content.ContentStore;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.diff.ApplyOptions;
import io.felucca.api.diff.DiffOptions;
import io.felucca.api.diff.Differ;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.Seat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Checkpoints as content: a tar of what criu wrote, and the container's specification beside it.
 */
final class Checkpoints {
  private static final String CRIU_TAR =
      "application/vnd.containerd.container.criu.checkpoint.criu.tar";
  private static final String CONFIG =
      "application/vnd.containerd.container.checkpoint.config.v1+proto";
  private static final String TAR = "application/vnd.oci.image.layer.v1.tar";
  private static final String DIFFER = "walking";

  private final PluginRegistry plugins;
  private final Seat<Metadata> metadata;

  Checkpoints(PluginRegistry plugins, Seat<Metadata> metadata) {
    this.plugins = plugins;
    this.metadata = metadata;
  }

  /** Unpacks a checkpoint into a new folder, which is the caller's to remove. */
  Path unpack(Scope scope, Descriptor checkpoint) {
    if (!checkpoint.mediaType().equals(CRIU_TAR)) {
      throw Fault.invalid(
          "unsupported checkpoint type \"%s\", this daemon restores \"%s\"",
          checkpoint.mediaType(), CRIU_TAR);
    }
    Descriptor tar = Descriptor.of(TAR, checkpoint.digest(), checkpoint.size());
    Path folder = newFolder();
    try {
      plugins.call(
          scope,
          Differ.KIND,
          DIFFER,
          differ -> differ.apply(scope, tar, bind(folder), ApplyOptions.NONE));
      return folder;
    } catch (RuntimeException e) {
      Restores.delete(folder);
      throw e;
    }
  }

  /**
   * Has a checkpoint written into a folder and puts it into the content store, with the
   * specification.
   */
  List<Descriptor> taking(Scope scope, Container container, Consumer<String> write) {
    Path folder = newFolder();
    try {
      write.accept(folder.toString());
      DiffOptions options =
          new DiffOptions(TAR, "checkpoint-" + folder.getFileName(), Map.of(), null);
      Descriptor tar =
          plugins.call(
              scope,
              Differ.KIND,
              DIFFER,
              differ -> differ.compare(scope, List.of(), bind(folder), options));
      return List.of(
          Descriptor.of(CRIU_TAR, tar.digest(), tar.size()),
          put(scope, "checkpoint-spec-" + folder.getFileName(), any(container.spec())));
    } finally {
      Restores.delete(folder);
    }
  }

  private static List<Mount> bind(Path folder) {
    return List.of(Mount.of("bind", folder.toString(), List.of("rbind", "rw")));
  }

  private Descriptor put(Scope scope, String ref, byte[] bytes) {
    Descriptor descriptor = Descriptor.of(CONFIG, Digest.of(bytes), bytes.length);
    metadata.run(scope, world -> put(scope, world.content(), ref, descriptor, bytes));
    return descriptor;
  }

  private static void put(
      Scope scope, ContentStore content, String ref, Descriptor descriptor, byte[] bytes) {
    try (ContentWriter writer = content.writer(scope, ref, descriptor)) {
      writer.write(ByteBuffer.wrap(bytes));
      writer.commit(bytes.length, descriptor.digest(), Map.of());
    } catch (Fault fault) {
      if (fault.kind() != Fault.Kind.ALREADY_EXISTS) {
        throw fault;
      }
    }
  }

  /**
   * The encoding of google.protobuf.Any: type URL as field 1 and value as field 2, both
   * length-delimited.
   */
  private static byte[] any(TypedValue value) {
    byte[] url = value.typeUrl().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    byte[] bytes = value.bytes();
    ByteBuffer out = ByteBuffer.allocate(url.length + bytes.length + 12);
    field(out, 1, url);
    field(out, 2, bytes);
    return java.util.Arrays.copyOf(out.array(), out.position());
  }

  private static void field(ByteBuffer out, int number, byte[] bytes) {
    out.put((byte) (number << 3 | 2));
    int left = bytes.length;
    for (; left > 0x7f; left >>>= 7) {
      out.put((byte) (left | 0x80));
    }
    out.put((byte) left).put(bytes);
  }

  /** Where temporary files go: checkpoints hold a process' memory, so only the owner looks in. */
  private static Path newFolder() {
    try {
      // asked for each time: the configuration may name another folder meanwhile
      Path temp = Path.of(System.getProperty("java.io.tmpdir"));
      return Files.createTempDirectory(temp, "ctrd-checkpoint");
    } catch (IOException e) {
      throw Fault.io("folder of a checkpoint", e);
    }
  }
}
