package io.felucca.oci.option;

import com.google.gson.JsonObject;
import io.felucca.api.Fault;
import io.felucca.oci.json.Json;
import io.felucca.oci.spec.SpecOption;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The environment of the process. */
public final class Environment {
  private Environment() {}

  /** Sets variables: {@code NAME=value} replaces or appends, {@code NAME} alone removes. */
  public static SpecOption set(String... variables) {
    return set(List.of(variables));
  }

  /** Sets variables: {@code NAME=value} replaces or appends, {@code NAME} alone removes. */
  public static SpecOption set(List<String> variables) {
    return draft -> {
      if (!variables.isEmpty()) {
        JsonObject process = draft.process();
        Json.set(process, "env", merged(Json.texts(process, "env"), variables));
      }
    };
  }

  /** Sets the variables in a file, one in a line. */
  public static SpecOption file(Path file) {
    return draft -> set(lines(file)).apply(draft);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (CharacterCodingException e) {
      throw new Fault(
          Fault.Kind.INVALID_ARGUMENT, "the environment file " + file + " is not in UTF-8", e);
    } catch (IOException e) {
      throw Fault.io("cannot read the environment file " + file, e);
    }
  }

  /** Variables over others, each in its place where it was there before. */
  static List<String> merged(List<String> defaults, List<String> overrides) {
    List<String> result = new ArrayList<>(defaults);
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < defaults.size(); i++) {
      places.put(name(defaults.get(i)), i);
    }
    for (String override : overrides) {
      Integer place = places.get(name(override));
      boolean sets = override.indexOf('=') >= 0;
      if (place != null) {
        result.set(place, sets ? override : "");
      } else if (sets) {
        result.add(override);
      }
    }
    result.removeIf(String::isEmpty);
    return result;
  }

  private static String name(String variable) {
    int equals = variable.indexOf('=');
    return equals < 0 ? variable : variable.substring(0, equals);
  }
}
