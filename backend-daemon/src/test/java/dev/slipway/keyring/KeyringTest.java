package dev.slipway.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.llm.ApiKey;
import dev.slipway.model.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyringTest {
    private static final ApiKey KEY = new ApiKey("sk-0123456789");

    @TempDir
    Path home;

    private Path folder() {
        return home.resolve("keys");
    }

    @Test
    void aKeyOutlivesARestartInAFileThatOnlyItsUserCanRead() throws IOException {
        new Keyring(folder()).keep("anthropic", KEY);

        Keyring again = new Keyring(folder());

        assertThat(again.find("anthropic").orElseThrow().reveal()).isEqualTo(KEY.reveal());
        assertThat(again.since("anthropic")).isPresent();
        assertThat(permissions(folder())).isEqualTo("rwx------");
        assertThat(permissions(folder().resolve("anthropic.key"))).isEqualTo("rw-------");
    }

    @Test
    void aForgottenKeyIsGoneFromTheDisk() throws IOException {
        Keyring keyring = new Keyring(folder());
        keyring.keep("anthropic", KEY);

        keyring.forget("anthropic");
        keyring.forget("never-there");

        assertThat(keyring.find("anthropic")).isEmpty();
        try (var files = Files.list(folder())) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void whatOthersCouldReadIsMadePrivateAndWhatIsHalfWrittenGoes() throws IOException {
        new Keyring(folder()).keep("anthropic", KEY);
        Files.setPosixFilePermissions(folder().resolve("anthropic.key"), PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(folder().resolve(".openai.new"), "sk-ha");

        Keyring again = new Keyring(folder());

        assertThat(again.find("anthropic")).isPresent();
        assertThat(permissions(folder())).isEqualTo("rwx------");
        assertThat(permissions(folder().resolve("anthropic.key"))).isEqualTo("rw-------");
        assertThat(folder().resolve(".openai.new")).doesNotExist();
    }

    @Test
    void aNameCantLeadOutOfTheFolder() {
        Keyring keyring = new Keyring(folder());

        for (String name : new String[] {"../token", "a/b", "", ".hidden"}) {
            assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> keyring.keep(name, KEY));
        }
    }

    @Test
    void aFolderThatCantBeUsedIsAProblemThatQuotesNoKey() throws IOException {
        Files.writeString(folder(), "a file");

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> new Keyring(folder()))
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("keys-unreadable"));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
