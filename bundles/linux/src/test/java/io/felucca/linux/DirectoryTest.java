package io.felucca.linux;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;

public class DirectoryTest {
  @Rule public final Workplace work = new Workplace();

  @Test
  public void manyEntriesAreAllListedAndAgain() throws Exception {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < 3000; i++) {
      names.add(work.file("file-number-" + i, "").getFileName().toString());
    }
    try (Fd fd = Open.directory(work.root())) {
      for (int round = 0; round < 2; round++) {
        Set<String> listed = new HashSet<>();
        Directory.list(fd).forEach(e -> listed.add(e.name()));
        assertEquals(names, listed);
      }
    }
  }

  @Test
  public void kindsAndInodesAreTold() throws Exception {
    work.directory("d");
    assertEquals(Stat.of(work.path("d")).ino(), Directory.list(work.root()).get(0).ino());
    assertTrue(Directory.list(work.root()).get(0).isDirectory());
    Files.delete(work.path("d"));
    Files.createSymbolicLink(work.path("l"), Path.of("x"));
    assertEquals(Stat.S_IFLNK, Directory.list(work.root()).get(0).kind());
  }

  @Test
  public void fileSystemThatTellsKindsIsRecognised() throws Exception {
    assertTrue(Directory.tellsKinds(work.root()));
    assertEquals(0, Directory.list(work.root()).size());
  }

  @Test
  public void wholeFolderIsRemovedWithoutFollowingLinks() throws Exception {
    Path kept = work.file("kept/f", "x");
    work.file("gone/a/b/c", "x");
    Files.createSymbolicLink(work.path("gone/a/link"), work.path("kept"));
    FileTree.delete(work.path("gone"));
    FileTree.delete(work.path("gone"));
    assertEquals(1, Directory.list(work.root()).size());
    assertTrue(Files.exists(kept));
  }

  @Test
  public void hardLinksAreMeasuredOnce() throws Exception {
    Path file = work.file("d/f", "x".repeat(10_000));
    FileTree.Size before = FileTree.measure(work.path("d"));
    Files.createLink(work.path("d/g"), file);
    assertEquals(before, FileTree.measure(work.path("d")));
    assertEquals(2, before.inodes());
    assertTrue(before.bytes() >= 10_000);
  }
}
