package io.felucca.diff;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.diff.DiffOptions;
import io.felucca.testkit.DifferSuiteArchive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.Rule;
import org.junit.Test;

/** What layers may be compressed with, whatever their media type says. */
public class CompressionTest {
  private static final String DOCKER = "application/vnd.docker.image.rootfs.diff.tar";

  @Rule public final Lab lab = new Lab();

  private final byte[] tar = new DifferSuiteArchive().file("f", noise(1_500_000)).bytes();

  /** Half of it can be compressed. */
  private static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    Arrays.fill(bytes, size / 2, size, (byte) 'x');
    return bytes;
  }

  private byte[] compressed(String command) throws IOException {
    Files.write(lab.root.resolve("plain"), tar);
    Lab.sh(lab.root, command + " < plain > compressed");
    return Files.readAllBytes(lab.root.resolve("compressed"));
  }

  private void unpacks(String mediaType, byte[] layer) throws IOException {
    Path folder = lab.folder();
    Descriptor put = lab.put(mediaType, layer);
    try {
      Descriptor plain = lab.apply(put, folder);
      assertEquals(Digest.of(tar), plain.digest());
      assertEquals(tar.length, plain.size());
      assertEquals(1_500_000, Files.size(folder.resolve("f")));
    } finally {
      lab.store.delete(lab.scope, put.digest());
    }
  }

  @Test
  public void gzip() throws IOException {
    unpacks(Lab.TAR + "+gzip", compressed("gzip -9"));
    unpacks("application/vnd.oci.image.layer.nondistributable.v1.tar+gzip", compressed("gzip -1"));
    unpacks(DOCKER + ".gzip", compressed("gzip"));
  }

  @Test
  public void gzipWithAllHeaderFields() throws IOException {
    byte[] plain = compressed("gzip -n");
    ByteArrayOutputStream full = new ByteArrayOutputStream();
    full.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 1, 2, 3, 4, 0, 3});
    full.writeBytes(new byte[] {3, 0, 'a', 'b', 'c', 'n', 0, 'c', 'o', 0});
    CRC32 sum = new CRC32();
    sum.update(full.toByteArray());
    full.write((int) sum.getValue());
    full.write((int) sum.getValue() >> 8);
    full.write(plain, 10, plain.length - 10);
    unpacks(Lab.TAR + "+gzip", full.toByteArray());
    byte[] wrong = full.toByteArray();
    wrong[20]++;
    assertThrows(Fault.class, () -> unpacks(Lab.TAR + "+gzip", wrong));
  }

  @Test
  public void gzipOfManyMembersWithPadding() throws IOException {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    for (int at = 0; at < tar.length; at += 300_000) {
      byte[] piece = Arrays.copyOfRange(tar, at, Math.min(tar.length, at + 300_000));
      members.writeBytes(DifferSuiteArchive.gzip(piece));
    }
    unpacks(Lab.TAR + "+gzip", members.toByteArray());
    members.writeBytes(new byte[1000]);
    unpacks(Lab.TAR + "+gzip", members.toByteArray());
    members.write('x');
    assertThrows(Fault.class, () -> unpacks(Lab.TAR + "+gzip", members.toByteArray()));
  }

  @Test
  public void damagedGzipIsTold() throws IOException {
    byte[] layer = compressed("gzip");
    for (int at : new int[] {3, 1000, layer.length / 2, layer.length - 6, layer.length - 2}) {
      byte[] damaged = layer.clone();
      damaged[at] ^= 0x5a;
      assertThrows("byte " + at, Fault.class, () -> unpacks(Lab.TAR + "+gzip", damaged));
    }
  }

  @Test
  public void zstd() throws IOException {
    unpacks(Lab.TAR + "+zstd", compressed("zstd -q -c"));
    unpacks(DOCKER + ".zstd", compressed("zstd -q -19 -c"));
  }

  @Test
  public void zstdOfManyFramesWithSkippableOnes() throws IOException {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    byte[] whole = compressed("zstd -q -c");
    byte[] skippable = {0x53, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 'h', 'i'};
    frames.writeBytes(skippable);
    byte[] first = Arrays.copyOf(tar, 700_000);
    Files.write(lab.root.resolve("1"), first);
    Files.write(lab.root.resolve("2"), Arrays.copyOfRange(tar, first.length, tar.length));
    Lab.sh(lab.root, "zstd -q 1; zstd -q 2");
    frames.writeBytes(Files.readAllBytes(lab.root.resolve("1.zst")));
    frames.writeBytes(skippable);
    frames.writeBytes(Files.readAllBytes(lab.root.resolve("2.zst")));
    unpacks(Lab.TAR + "+zstd", frames.toByteArray());
    assertThrows(
        Fault.class, () -> unpacks(Lab.TAR + "+zstd", Arrays.copyOf(whole, whole.length - 10)));
  }

  @Test
  public void bytesTellMoreThanTheMediaType() throws IOException {
    for (String type : List.of(DOCKER, DOCKER + ".gzip", Lab.TAR + "+gzip", Lab.TAR + "+zstd")) {
      unpacks(type, tar);
      unpacks(type, compressed("gzip"));
      unpacks(type, compressed("zstd -q -c"));
    }
  }

  /** As containerd: OCI's plain tar is taken at its word. */
  @Test
  public void compressedBytesAreNoPlainTar() throws IOException {
    byte[] gzip = compressed("gzip");
    assertThrows(Fault.class, () -> unpacks(Lab.TAR, gzip));
  }

  @Test
  public void newLayersCanBeReadByOtherPrograms() throws IOException {
    Path tree = lab.folder();
    Files.write(tree.resolve("f"), noise(3_000_000));
    String plain = "";
    for (String type : List.of(Lab.TAR, Lab.TAR + "+gzip", Lab.TAR + "+zstd")) {
      DiffOptions options = new DiffOptions(type, "", Map.of(), null);
      Descriptor layer = lab.differ.compare(lab.scope, List.of(), Lab.bind(tree), options);
      Path blob = lab.root.resolve("content/blobs/sha256").resolve(layer.digest().hex());
      String command =
          type.endsWith("gzip") ? "gzip -dc" : type.endsWith("zstd") ? "zstd -dc" : "cat";
      String sum = Lab.sh(lab.root, command + " < " + blob + " | sha256sum");
      assertTrue(type + " " + sum, plain.isEmpty() || plain.equals(sum));
      plain = sum;
    }
  }
}
