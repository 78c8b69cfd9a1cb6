package io.felucca.itests.badinput;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Command;
import io.felucca.itests.fixture.Daemon;
import io.felucca.itests.fixture.Runtime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** What is as long as it may be works, and what is longer is refused. */
public class LimitsIT {
  private static final String NAMESPACE = "n".repeat(76);
  private static final String ID = "c".repeat(64);

  private static Daemon daemon;

  @BeforeClass
  public static void start() throws Exception {
    daemon = Daemon.started();
    ctr("images", "import", BusyboxImage.archive().toString()).ok();
  }

  @AfterClass
  public static void stop() throws Exception {
    daemon.close();
  }

  private static Command ctr(String... arguments) throws Exception {
    String[] all = new String[arguments.length + 2];
    all[0] = "-n";
    all[1] = NAMESPACE;
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return daemon.ctr(all);
  }

  @Test
  public void theLongestNamesWorkAlsoAfterARestart() throws Exception {
    longestNames(Runtime.OCI);
  }

  @Test
  public void theLongestNamesWorkAlsoOnShims() throws Exception {
    longestNames(Runtime.SHIM);
  }

  private static void longestNames(Runtime runtime) throws Exception {
    String choice = runtime.choice();
    ctr("run", "-d", "--null-io", "--runtime", choice, BusyboxImage.NAME, ID, "sleep", "1000").ok();
    Path tasks = daemon.state().resolve(runtime.uri());
    assertTrue(Files.isDirectory(tasks.resolve(NAMESPACE).resolve(ID)));
    daemon.kill();
    daemon.start();
    assertEquals(List.of(ID), ctr("tasks", "ls", "-q").ok().lines());
    ctr("tasks", "exec", "--exec-id", "e".repeat(64), ID, "true").ok();
    ctr("tasks", "rm", "-f", ID).ok();
    ctr("containers", "rm", ID).ok();
    assertEquals(List.of(), ctr("tasks", "ls", "-q").ok().lines());
  }

  @Test
  public void aNameThatIsTooLongIsRefused() throws Exception {
    String name = "x".repeat(77);
    refused(ctr("run", "-d", "--null-io", BusyboxImage.NAME, name, "true"), name, "76");
    refused(daemon.ctr("namespaces", "create", name), name, "76");
    assertEquals(List.of(), ctr("containers", "ls", "-q").ok().lines());
  }

  private static void refused(Command command, String... words) {
    assertNotEquals(command.toString(), 0, command.code());
    for (String word : words) {
      assertTrue(word + " is not in " + command, command.err().contains(word));
    }
  }

  @Test
  public void anAddressIsAsLongAsBothSocketsMayBe() throws Exception {
    Path folder = Files.createTempDirectory("felucca-it");
    try (Daemon other = Daemon.configured(folder, "")) {
      other.launch(List.of("-a", address(folder, 101)));
      assertEquals(other.log(), 1, other.ended());
      String why = "socket path is 107 bytes, at most 106 are possible: " + folder;
      assertTrue(other.log(), other.log().contains(why));
      String longest = address(folder, 100);
      other.launch(List.of("-a", longest));
      other.await("it answers", () -> answers(folder, longest));
      assertEquals(0, other.stop());
    }
  }

  private static boolean answers(Path folder, String address) {
    try {
      return Command.run(folder, "ctr", "-a", address, "version").code() == 0;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static String address(Path folder, int length) {
    return folder.resolve("x".repeat(length - folder.toString().length() - 1)).toString();
  }
}
