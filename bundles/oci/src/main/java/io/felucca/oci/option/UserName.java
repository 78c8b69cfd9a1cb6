package io.felucca.oci.option;

import io.felucca.api.Fault;
import io.felucca.oci.rootfs.Accounts;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A user and perhaps a group, each by name or number.
 *
 * @param text all of it
 * @param group null where only a user was given
 */
record UserName(String text, String user, String group) {
  /** OCI runtimes take no more. */
  private static final BigInteger LARGEST = BigInteger.valueOf(Integer.MAX_VALUE);

  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+");

  /** Numbers of 32 bits: those of callers and of files may be others. */
  record Ids(long uid, long gid) {
    Ids {
      checked("user", uid);
      checked("group", gid);
    }
  }

  static long checked(String what, long id) {
    if (id >>> Integer.SIZE != 0) {
      throw Fault.invalid("the %s ID %d is out of range (0 to %d)", what, id, -1L >>> Integer.SIZE);
    }
    return id;
  }

  static UserName parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length > 2) {
      throw Fault.invalid(
          "invalid USER value %s: it is user, or user and group with a colon", text);
    }
    UserName name = new UserName(text, parts[0], parts.length == 2 ? parts[1] : null);
    name.checkRange("uid", name.user);
    name.checkRange("gid", name.group == null ? "" : name.group);
    return name;
  }

  private void checkRange(String what, String value) {
    if (NUMBER.matcher(value).matches()) {
      BigInteger number = new BigInteger(value);
      if (number.signum() < 0 || number.compareTo(LARGEST) > 0) {
        throw Fault.invalid(
            "invalid USER value \"%s\": %s out of range (0 to %s)", text, what, LARGEST);
      }
    }
  }

  /** The number that a text is; empty for a name, also for a number that is no ID. */
  static Optional<Long> number(String text) {
    if (!NUMBER.matcher(text).matches()) {
      return Optional.empty();
    }
    BigInteger number = new BigInteger(text);
    return number.signum() < 0 || number.bitLength() > Integer.SIZE
        ? Optional.empty()
        : Optional.of(number.longValue());
  }

  Ids resolve(Accounts accounts) {
    return group == null ? alone(accounts) : new Ids(uid(accounts), gid(accounts));
  }

  private Ids alone(Accounts accounts) {
    Optional<Long> uid = number(user);
    if (uid.isPresent()) {
      return accounts.user(uid.get()).map(UserName::ids).orElse(new Ids(uid.get(), 0));
    }
    return ids(named(accounts));
  }

  private static Ids ids(Accounts.User user) {
    return new Ids(user.uid(), user.gid());
  }

  /** Nothing in front of the colon is user 0, as nothing behind it is group 0. */
  private long uid(Accounts accounts) {
    return user.isEmpty() ? 0 : number(user).orElseGet(() -> named(accounts).uid());
  }

  private Accounts.User named(Accounts accounts) {
    return accounts
        .user(user)
        .orElseThrow(
            () ->
                Fault.notFound(
                    "no users found: \"%s\" (of \"%s\") is not in the container's /etc/passwd:"
                        + " use its number",
                    user, text));
  }

  private long gid(Accounts accounts) {
    if (group.isEmpty()) {
      return 0;
    }
    return number(group)
        .or(() -> accounts.group(group).map(Accounts.Group::gid))
        .orElseThrow(
            () ->
                Fault.notFound(
                    "no groups found: \"%s\" (of \"%s\") is not in the container's /etc/group:"
                        + " use its number",
                    group, text));
  }
}
