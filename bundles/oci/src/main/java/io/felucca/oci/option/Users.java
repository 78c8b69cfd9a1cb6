package io.felucca.oci.option;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.felucca.api.Fault;
import io.felucca.oci.json.Json;
import io.felucca.oci.rootfs.Accounts;
import io.felucca.oci.rootfs.RootFiles;
import io.felucca.oci.spec.SpecDraft;
import io.felucca.oci.spec.SpecOption;
import java.util.List;
import java.util.Optional;

/**
 * Whose rights the process has.
 *
 * <p>Each option that sets the user begins its additional groups anew, and they always hold the
 * user's own group: a file's mode can deny it what it lets others do.
 */
public final class Users {
  private Users() {}

  /**
   * A user as an image's configuration has it: {@code user}, {@code uid}, {@code user:group},
   * {@code uid:gid}, {@code uid:group} or {@code user:gid}. Names are those of the container; a
   * number alone gets the group that {@code /etc/passwd} tells, or else 0.
   */
  public static SpecOption user(String user) {
    UserName name = UserName.parse(user);
    return draft -> set(draft, name.resolve(new Accounts(lazily(draft))));
  }

  /** A user and a group by their numbers. */
  public static SpecOption id(long uid, long gid) {
    return draft -> set(draft, new UserName.Ids(uid, gid));
  }

  /**
   * The groups that {@code /etc/group} of the container has a user in.
   *
   * @param user a name or a number
   */
  public static SpecOption groupsOf(String user) {
    return draft -> setGroups(draft, memberships(new Accounts(draft.rootFiles()), user));
  }

  /** Further groups by name or number. */
  public static SpecOption additionalGroups(String... groups) {
    List<String> wanted = List.of(groups);
    return draft -> {
      Accounts accounts = new Accounts(lazily(draft));
      List<Long> all = Json.numbers(draft.user(), "additionalGids");
      wanted.forEach(group -> all.add(gid(accounts, group)));
      setGroups(draft, all);
    };
  }

  /** The process's umask(2). */
  public static SpecOption umask(int mask) {
    return draft -> draft.user().addProperty("umask", mask);
  }

  /** Files are not asked for where numbers are enough. */
  private static RootFiles lazily(SpecDraft draft) {
    return path -> draft.rootFiles().read(path);
  }

  private static void set(SpecDraft draft, UserName.Ids ids) {
    JsonObject user = draft.user();
    user.addProperty("uid", ids.uid());
    user.addProperty("gid", ids.gid());
    setGroups(draft, List.of());
  }

  private static List<Long> memberships(Accounts accounts, String user) {
    Optional<Long> uid = UserName.number(user);
    Optional<String> name =
        uid.isPresent() ? accounts.user(uid.get()).map(Accounts.User::name) : Optional.of(user);
    return name.map(accounts::groupsOf).orElse(List.of());
  }

  private static long gid(Accounts accounts, String group) {
    return UserName.number(group)
        .or(() -> accounts.group(group).map(found -> UserName.checked("group", found.gid())))
        .orElseThrow(
            () ->
                Fault.notFound(
                    "unable to find group %s in the container's /etc/group: use its number",
                    group));
  }

  private static void setGroups(SpecDraft draft, List<Long> groups) {
    JsonObject user = draft.user();
    long own = Json.number(user, "gid").orElse(0L);
    JsonArray all = new JsonArray();
    if (!groups.contains(own)) {
      all.add(own);
    }
    groups.forEach(all::add);
    Json.set(user, "additionalGids", all);
  }
}
