package io.felucca.launcher.log;

import java.text.MessageFormat;
import java.time.Instant;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/** A logger: decides by the settings of the moment and writes one line. */
final class Log implements System.Logger {
  private final String name;

  Log(String name) {
    this.name = name;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public boolean isLoggable(Level level) {
    return Settings.now().shows(level);
  }

  @Override
  public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
    Settings settings = Settings.now();
    if (settings.shows(level)) {
      Entry entry = Entry.of(Instant.now(), level, translated(bundle, message), thrown);
      Output.line(settings.format().line(entry));
    }
  }

  @Override
  public void log(Level level, ResourceBundle bundle, String format, Object... params) {
    if (isLoggable(level)) {
      String message = translated(bundle, format);
      boolean plain = params == null || params.length == 0;
      log(level, null, plain ? message : MessageFormat.format(message, params), (Throwable) null);
    }
  }

  private static String translated(ResourceBundle bundle, String key) {
    if (bundle == null || key == null) {
      return String.valueOf(key);
    }
    try {
      return bundle.getString(key);
    } catch (MissingResourceException e) {
      return key;
    }
  }
}
