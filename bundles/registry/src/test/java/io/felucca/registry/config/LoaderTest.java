package io.felucca.registry.config;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.registry.toml.Problems;
import io.felucca.registry.toml.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class LoaderTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private Path main;

  @Before
  public void home() throws IOException {
    main = folder.getRoot().toPath().toRealPath().resolve("config.toml");
  }

  private Path write(String name, String text) throws IOException {
    Path file = main.resolveSibling(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static Object root(Sources sources) {
    return sources.table().get("root").value();
  }

  @Test
  public void importsAreRelativeToTheImportingFileAndLaidOverIt() throws IOException {
    write("config.toml", "version = 4\nroot = '/a'\nstate = '/s'\nimports = ['sub/x.toml']\n");
    write("sub/x.toml", "version = 4\nroot = '/b'\nimports = ['y.toml']\n");
    write("sub/y.toml", "version = 4\nroot = '/c'\n");
    Sources sources = Loader.load(main);
    assertEquals("/c", root(sources));
    assertEquals("/s", sources.table().get("state").value());
    assertEquals(3, sources.files().size());
  }

  @Test
  public void filesThatImportEachOtherAreReadOnce() throws IOException {
    write("config.toml", "version = 4\nroot = '/a'\nimports = ['x.toml', 'config.toml']\n");
    write("x.toml", "version = 4\nroot = '/b'\nimports = ['config.toml', './x.toml']\n");
    assertEquals(2, Loader.load(main).files().size());
  }

  @Test
  public void patternsAreExpandedInTheOrderOfNames() throws IOException {
    write("config.toml", "version = 4\nimports = ['d*/*.toml']\n");
    write("d1/b.toml", "version = 4\nroot = '/b'\n");
    write("d1/a.toml", "version = 4\nroot = '/a'\n");
    write("d2/a.toml", "version = 4\noom_score = -5\n");
    write("d2/a.conf", "not toml");
    Sources sources = Loader.load(main);
    assertEquals("/b", root(sources));
    assertEquals(-5L, sources.table().get("oom_score").value());
    assertEquals(4, sources.files().size());
  }

  @Test
  public void theFolderConfDIsReadWithoutBeingImported() throws IOException {
    write("conf.d/50-x.toml", "version = 3\n[grpc]\naddress = '/from-conf-d'\n");
    write("config.toml", "version = 2\n[grpc]\naddress = '/main'\n");
    Sources sources = Loader.load(main);
    Table grpc = sources.table().tableOrNull("plugins").tableOrNull(Effective.GRPC);
    assertEquals("/from-conf-d", grpc.get("address").value());
    assertEquals(2, sources.oldest());
  }

  @Test
  public void eachFileIsMigratedByItself() throws IOException {
    write("config.toml", "version = 2\nimports = ['v3.toml', 'v1.toml']\n");
    write("v3.toml", "version = 3\n[plugins.'io.containerd.cri.v1.images']\nsnapshotter = 'x'\n");
    write("v1.toml", "[plugins.cri]\nmax_concurrent_downloads = 9\n");
    Table images =
        Loader.load(main).table().tableOrNull("plugins").tableOrNull("io.containerd.cri.v1.images");
    assertEquals("x", images.get("snapshotter").value());
    assertEquals(9L, images.get("max_concurrent_downloads").value());
  }

  @Test
  public void aMissingImportIsAnErrorAtThePlaceThatWantsIt() throws IOException {
    write("config.toml", "version = 4\nimports = [\n  'gone.toml']\n");
    Problems problems = assertThrows(Problems.class, () -> Loader.load(main));
    assertEquals(
        main
            + ":3:3: cannot read "
            + main.resolveSibling("gone.toml")
            + ": no such file or directory",
        problems.getMessage());
  }

  @Test
  public void aMissingMainFileIsAnErrorOnlyWhereItIsNamed() {
    assertThrows(Problems.class, () -> Loader.load(main));
  }

  @Test
  public void foldersToWatchHoldBothNameAndPlaceOfLinkedFiles() throws IOException {
    Path real = write("data/real.toml", "version = 4\nroot = '/linked'\n");
    Files.createSymbolicLink(main, real);
    Sources sources = Loader.load(main);
    assertEquals("/linked", root(sources));
    assertTrue(sources.folders().contains(main.getParent()));
    assertTrue(sources.folders().contains(real.getParent()));
    assertTrue(sources.folders().contains(main.resolveSibling("conf.d")));
  }
}
