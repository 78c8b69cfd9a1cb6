package io.felucca.store;

import static org.junit.Assert.*;

import java.nio.file.*;
import java.util.*;
import org.junit.*;
import org.junit.rules.TemporaryFolder;

public class SmokeTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void works() throws Exception {
    try (Store s = Stores.open(folder.getRoot().toPath().resolve("a/b/meta.db"))) {
      s.write(tx -> tx.root().make("v1", "ns").putText("k", "v"));
      assertEquals(Map.of("k", "v"), s.view(tx -> tx.root().at("v1", "ns").texts()));
      assertEquals(Map.of(), s.view(tx -> tx.root().at("v1", "nsx").texts()));
    }
  }
}
