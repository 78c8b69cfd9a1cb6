package io.felucca.oci.option;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.oci.rootfs.RootFiles;
import io.felucca.oci.spec.SpecBuilder;
import io.felucca.oci.spec.SpecOption;
import io.felucca.oci.spec.SpecUser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class UsersTest {
  private static SpecUser user(SpecOption... options) {
    return Build.with(options).user();
  }

  private static SpecUser ids(long uid, long gid, Long... groups) {
    return new SpecUser(uid, gid, List.of(groups));
  }

  @Test
  public void usersAreNamesOrNumbers() {
    assertEquals(ids(1000, 1000, 1000L), user(Users.user("guest")));
    assertEquals(ids(1000, 1000, 1000L), user(Users.user("1000")));
    assertEquals(ids(1, 1, 1L), user(Users.user("daemon")));
    assertEquals(ids(42, 0, 0L), user(Users.user("42")));
    assertEquals(ids(1000, 2000, 2000L), user(Users.user("guest:extra")));
    assertEquals(ids(1000, 7, 7L), user(Users.user("guest:7")));
    assertEquals(ids(7, 2000, 2000L), user(Users.user("7:extra")));
    assertEquals(ids(7, 8, 8L), user(Users.user("7:8")));
    assertEquals(ids(7, 8, 8L), user(Users.id(7, 8)));
    assertEquals(ids(1000, 0, 0L), user(Users.user("guest:")));
  }

  @Test
  public void groupsOfAUserAreFoundByNameAndNumber() {
    assertEquals(ids(0, 0, 0L, 10L), user(Users.groupsOf("root")));
    assertEquals(
        ids(1000, 1000, 1000L, 10L, 2000L), user(Users.user("guest"), Users.groupsOf("1000")));
    assertEquals(ids(0, 0, 0L), user(Users.groupsOf("4242")));
    assertEquals(ids(0, 0, 0L), user(Users.groupsOf("nobody")));
  }

  @Test
  public void numbersThatCannotBeAreRefusedOrLeftOut() {
    RootFiles files =
        path ->
            Optional.of(
                (path.endsWith("passwd")
                        ? "minus:x:-3:-4::/:\nbig:x:99999999999:5::/:\n:x:90:91::/:\n"
                        : "much:x:99999999999:ann\nless:x:-5:ann\nfour:x:4:ann\nempty:x:6:\n")
                    .getBytes(StandardCharsets.UTF_8));

    assertEquals(List.of(0L, 4L), groups(files, Users.groupsOf("ann")));
    assertEquals(List.of(0L), groups(files, Users.groupsOf("90")));
    for (SpecOption option :
        List.of(
            Users.user("minus"),
            Users.user("big"),
            Users.user("0:much"),
            Users.additionalGroups("less"),
            Users.id(-1, 0),
            Users.id(0, 1L << 32))) {
      Fault fault = assertThrows(Fault.class, () -> groups(files, option));
      assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
    }
  }

  private static List<Long> groups(RootFiles files, SpecOption option) {
    return SpecBuilder.linux("default", "x")
        .rootFiles(files)
        .with(option)
        .build()
        .user()
        .additionalGids();
  }

  @Test
  public void additionalGroupsComeBehindThoseThatAreThere() {
    assertEquals(
        ids(1000, 1000, 1000L, 2000L, 77L),
        user(Users.user("guest"), Users.additionalGroups("extra", "77")));
    assertEquals(ids(1, 1, 1L), user(Users.additionalGroups("extra", "77"), Users.user("daemon")));
  }

  @Test
  public void unknownNamesAreNotFound() {
    for (SpecOption option :
        List.of(
            Users.user("nobody"),
            Users.user("nobody:0"),
            Users.user("0:nobody"),
            Users.additionalGroups("nobody"))) {
      Fault fault = assertThrows(Fault.class, () -> Build.with(option));
      assertEquals(Fault.Kind.NOT_FOUND, fault.kind());
      assertTrue(fault.getMessage(), fault.getMessage().contains("nobody"));
    }
  }

  @Test
  public void numbersOutOfRangeAreRefused() {
    for (String user : List.of("-1", "2147483648", "0:-1", "0:99999999999999999999", "a:b:c")) {
      Fault fault = assertThrows(user, Fault.class, () -> Users.user(user));
      assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
    }
  }

  @Test
  public void numbersNeedNoFiles() {
    assertEquals(ids(5, 0, 0L), Build.with(RootFiles.none(), Users.user("5")).user());
    assertEquals(
        ids(5, 6, 6L), SpecBuilder.linux("test", "id").with(Users.user("5:6")).build().user());
  }

  @Test
  public void namesNeedFiles() {
    SpecBuilder builder = SpecBuilder.linux("test", "id").with(Users.user("guest"));

    Fault fault = assertThrows(Fault.class, builder::build);

    assertEquals(Fault.Kind.FAILED_PRECONDITION, fault.kind());
  }

  @Test
  public void umaskStaysWithTheUser() {
    assertEquals("18", Build.at(Build.with(Users.umask(022)), "process", "user", "umask"));
  }
}
