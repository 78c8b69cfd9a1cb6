package io.felucca.client.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;

import io.felucca.api.Fault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TarReaderTest {
  private static final String LONG_NAME = "folder/".repeat(20) + "x".repeat(150);

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private byte[] packed(String format) throws Exception {
    Path folder = temporary.newFolder(format).toPath();
    Path file = folder.resolve(LONG_NAME);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "far");
    Files.writeString(folder.resolve("near"), "n".repeat(1000));
    Files.createSymbolicLink(folder.resolve("link"), Path.of("near"));
    Path tar = temporary.getRoot().toPath().resolve(format + ".tar");
    Process process =
        new ProcessBuilder(
                List.of("tar", "--format=" + format, "-cf", tar.toString(), "-C", folder + "", "."))
            .inheritIO()
            .start();
    assertEquals(0, process.waitFor());
    return Files.readAllBytes(tar);
  }

  private static Map<String, String> read(byte[] tar) throws IOException {
    TarReader reader = new TarReader(new ByteArrayInputStream(tar));
    Map<String, String> read = new HashMap<>();
    for (TarReader.Entry entry = reader.next(); entry != null; entry = reader.next()) {
      if (entry.isFile()) {
        read.put(entry.name(), new String(reader.content().readAllBytes(), UTF_8));
      } else if (entry.isLink()) {
        read.put(entry.name(), "-> " + entry.link());
      }
    }
    return read;
  }

  @Test
  public void archivesOfGnuAndOfPaxAreRead() throws Exception {
    Map<String, String> wanted =
        Map.of(LONG_NAME, "far", "near", "n".repeat(1000), "link", "-> near");
    assertEquals(wanted, read(packed("gnu")));
    assertEquals(wanted, read(packed("pax")));
  }

  @Test
  public void whatIsNotReadIsSkipped() throws IOException {
    TarReader reader = new TarReader(new ByteArrayInputStream(two()));
    assertEquals("a", reader.next().name());
    assertEquals('1', reader.content().read());
    assertEquals("b", reader.next().name());
    assertEquals("2", new String(reader.content().readAllBytes(), UTF_8));
    assertNull(reader.next());
  }

  private static byte[] two() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarWriter tar = new TarWriter(out);
    tar.file("a", "1".repeat(700).getBytes(UTF_8));
    tar.file("b", "2".getBytes(UTF_8));
    tar.finish();
    return out.toByteArray();
  }

  @Test
  public void archiveThatEndsTooEarlyIsAnError() throws IOException {
    byte[] tar = two();
    assertThrows(EOFException.class, () -> read(Arrays.copyOf(tar, 700)));
    assertThrows(EOFException.class, () -> read(Arrays.copyOf(tar, 100)));
  }

  @Test
  public void whatIsNoTarIsRefused() {
    byte[] noise = "no tar at all. ".repeat(100).getBytes(UTF_8);
    Fault fault = assertThrows(Fault.class, () -> read(noise));
    assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
  }

  @Test
  public void writtenArchiveIsReadByTar() throws Exception {
    Path tar = temporary.getRoot().toPath().resolve("written.tar");
    Files.write(tar, two());
    Process process =
        new ProcessBuilder("tar", "-xOf", tar.toString(), "b").redirectErrorStream(true).start();
    assertEquals("2", new String(process.getInputStream().readAllBytes(), UTF_8));
  }

  @Test
  public void fileOfAnotherSizeThanSaidIsAnError() {
    TarWriter tar = new TarWriter(new ByteArrayOutputStream());
    InputStream one = new ByteArrayInputStream(new byte[1]);
    assertThrows(IOException.class, () -> tar.file("x", 2, one));
  }
}
