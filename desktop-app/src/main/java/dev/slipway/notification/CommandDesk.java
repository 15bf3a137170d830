package dev.slipway.notification;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shows notifications by a program that the system has. Texts travel as environment variables or arguments, never
/// within a script, so that no text can become a command.
final class CommandDesk implements Desk {
    private static final Logger log = LoggerFactory.getLogger(CommandDesk.class);
    private static final int PATIENCE_SECONDS = 10;

    /// A click on it only brings up the program that showed it: macOS has no way to say what else, short of a signed
    /// application.
    static final List<String> MAC = List.of(
            "osascript",
            "-e",
            "display notification (system attribute \"SLIPWAY_DETAIL\") with title (system attribute \"SLIPWAY_TITLE\")");

    /// A click opens the `slipway://` link. The application id is PowerShell's own, as the system wants one that is
    /// installed.
    static final List<String> WINDOWS = List.of("powershell", "-NoProfile", "-NonInteractive", "-Command", """
            [Windows.UI.Notifications.ToastNotificationManager,Windows.UI.Notifications,ContentType=WindowsRuntime]|Out-Null
            [Windows.Data.Xml.Dom.XmlDocument,Windows.Data.Xml.Dom,ContentType=WindowsRuntime]|Out-Null
            $xml=New-Object Windows.Data.Xml.Dom.XmlDocument
            $xml.LoadXml('<toast activationType="protocol"><visual><binding template="ToastGeneric"><text/><text/></binding></visual></toast>')
            $xml.DocumentElement.SetAttribute('launch',$env:SLIPWAY_LINK)
            $texts=$xml.GetElementsByTagName('text')
            $texts.Item(0).InnerText=$env:SLIPWAY_TITLE
            $texts.Item(1).InnerText=$env:SLIPWAY_DETAIL
            $toast=New-Object Windows.UI.Notifications.ToastNotification $xml
            $toast.Tag=$env:SLIPWAY_KEY
            $id='{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe'
            [Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier($id).Show($toast)
            """);

    private final List<String> command;

    CommandDesk(List<String> command) {
        this.command = command;
    }

    @Override
    public boolean show(String key, String title, String detail, String link, Runnable opened) {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment()
                .putAll(Map.of(
                        "SLIPWAY_KEY", Integer.toHexString(key.hashCode()),
                        "SLIPWAY_TITLE", title,
                        "SLIPWAY_DETAIL", detail,
                        "SLIPWAY_LINK", link));
        Optional<Process> started = Optional.empty();
        try {
            started = Optional.of(builder.start());
            return started.get().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    && started.get().exitValue() == 0;
        } catch (IOException e) {
            log.debug("No notifications: {}", e.getMessage());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            started.ifPresent(Process::destroy);
        }
    }

    @Override
    public void close() {}
}
