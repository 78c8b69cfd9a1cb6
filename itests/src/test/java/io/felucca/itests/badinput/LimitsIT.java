package io.felucca.itests.badinput;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Command;
import io.felucca.itests.fixture.Daemon;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Test;

/** What is as long as it may be works, and what is longer is refused. */
public class LimitsIT {
  private static final String NAMESPACE = "n".repeat(76);
  private static final String ID = "c".repeat(64);

  private static Command ctr(Daemon daemon, String... arguments) throws Exception {
    String[] all = new String[arguments.length + 2];
    all[0] = "-n";
    all[1] = NAMESPACE;
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return daemon.ctr(all);
  }

  @Test
  public void theLongestNamesWorkAlsoAfterARestart() throws Exception {
    try (Daemon daemon = Daemon.started()) {
      ctr(daemon, "images", "import", BusyboxImage.archive().toString()).ok();
      ctr(daemon, "run", "-d", "--null-io", BusyboxImage.NAME, ID, "sleep", "1000").ok();
      Path bundle =
          daemon.state().resolve("io.containerd.runtime.v2.task").resolve(NAMESPACE).resolve(ID);
      assertTrue(Files.isDirectory(bundle));
      daemon.kill();
      daemon.start();
      assertEquals(List.of(ID), ctr(daemon, "tasks", "ls", "-q").ok().lines());
      ctr(daemon, "tasks", "exec", "--exec-id", "e".repeat(64), ID, "true").ok();
      ctr(daemon, "tasks", "rm", "-f", ID);
      ctr(daemon, "containers", "rm", ID).ok();
      assertEquals(List.of(), ctr(daemon, "tasks", "ls", "-q").ok().lines());
    }
  }

  @Test
  public void aNameThatIsTooLongIsRefused() throws Exception {
    try (Daemon daemon = Daemon.started()) {
      daemon.ctr("images", "import", BusyboxImage.archive().toString()).ok();
      String long77 = "x".repeat(77);
      Command run = daemon.ctr("run", "-d", "--null-io", BusyboxImage.NAME, long77, "true");
      assertTrue(
          run.toString(),
          run.code() != 0 && run.err().contains(long77) && run.err().contains("76"));
      Command create = daemon.ctr("namespaces", "create", long77);
      assertTrue(create.toString(), create.code() != 0 && create.err().contains("76"));
      assertEquals(List.of(), daemon.ctr("containers", "ls", "-q").ok().lines());
    }
  }

  @Test
  public void anAddressIsAsLongAsBothSocketsMayBe() throws Exception {
    Path folder = Files.createTempDirectory("felucca-it");
    try (Daemon daemon = Daemon.configured(folder, "")) {
      daemon.launch(List.of("-a", address(folder, 101)));
      assertEquals(daemon.log(), 1, daemon.ended());
      String why = "socket path is 107 bytes, at most 106 are possible: " + folder;
      assertTrue(daemon.log(), daemon.log().contains(why));
      String longest = address(folder, 100);
      daemon.launch(List.of("-a", longest));
      daemon.await("it listens", () -> Files.exists(Path.of(longest)));
      Command.run(folder, "ctr", "-a", longest, "version").ok();
      assertEquals(0, daemon.stop());
    }
  }

  private static String address(Path folder, int length) {
    return folder.resolve("x".repeat(length - folder.toString().length() - 1)).toString();
  }
}
