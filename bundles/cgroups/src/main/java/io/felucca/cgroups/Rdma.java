package io.felucca.cgroups;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of rdma.current or rdma.max: {@code mlx4_0 hca_handle=2 hca_object=2000}.
 *
 * @param handles the largest number without sign where there is no limit
 * @param objects the same
 */
record Rdma(String name, int handles, int objects) {
  static List<Rdma> of(Path folder, String file) {
    List<Rdma> all = new ArrayList<>();
    for (String[] row : StatFile.of(folder, file).rows()) {
      if (row.length == 3) {
        all.add(new Rdma(row[0], value(row, "hca_handle="), value(row, "hca_object=")));
      }
    }
    return all;
  }

  private static int value(String[] row, String key) {
    for (String word : row) {
      if (word.startsWith(key)) {
        return (int) StatFile.number(word.substring(key.length()), -1);
      }
    }
    return 0;
  }
}
