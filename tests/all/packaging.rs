//! What the packages promise beside the program: manual page, file type, versions, the folder `portable`.

use crate::cli::program;
use std::path::Path;
use std::process::Command;

#[test]
fn the_manual_page_is_the_one_that_the_packages_carry() {
    let output = Command::new(program())
        .args(["help", "--manual"])
        .output()
        .unwrap();
    assert!(output.status.success());
    let data = String::from_utf8(output.stdout).unwrap();
    let kept = include_str!("../../packaging/nianbao-cli.1");
    let renew = "nianbao-cli help --manual > packaging/nianbao-cli.1";
    assert_eq!(
        data, kept,
        "the manual page is not of this program: {renew}"
    );
}

#[cfg(feature = "window")]
#[test]
fn the_window_program_tells_of_itself_without_a_display() {
    let said = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_nianbao"))
            .args(arguments)
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        (output.status.success(), text)
    };
    let (is_well, help) = said(&["--help"]);
    assert!(is_well && help.contains("用法：nianbao [文件]"), "{help}");
    assert_eq!(said(&["-h"]), (true, help.clone()));
    let version = concat!(
        "nianbao ",
        env!("CARGO_PKG_VERSION"),
        "（GPL-3.0-or-later）\n"
    );
    assert_eq!(said(&["--version"]), (true, version.to_owned()));
    assert_eq!(said(&["-V"]), (true, version.to_owned()));
    assert_eq!(said(&[]), (false, String::new()), "there is no window");
    // What the manual page tells is what the program says of itself.
    let page = include_str!("../../packaging/linux/nianbao.1").replace("\\-", "-");
    for words in help.split_whitespace() {
        let words = words.trim_start_matches("用法：");
        assert!(page.contains(words), "the manual page lacks {words}");
    }
}

#[test]
fn a_folder_portable_beside_the_program_keeps_what_else_lies_in_the_home() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().join("便携 年报");
    std::fs::create_dir_all(here.join("portable/forms")).unwrap();
    let name = format!("nianbao-cli{}", std::env::consts::EXE_SUFFIX);
    let program = here.join(name);
    std::fs::copy(env!("CARGO_BIN_EXE_nianbao-cli"), &program).unwrap();
    let listed = |forms: &Path| {
        std::fs::write(forms.join("坏的.ron"), "(").unwrap();
        let output = Command::new(&program)
            .env("XDG_CONFIG_HOME", folder.path())
            .arg("rules")
            .output()
            .unwrap();
        String::from_utf8(output.stderr).unwrap()
    };
    let said = listed(&here.join("portable/forms"));
    assert!(said.contains("坏的.ron"), "{said}");
    std::fs::remove_dir_all(here.join("portable")).unwrap();
    std::fs::create_dir_all(folder.path().join("nianbao/forms")).unwrap();
    let said = listed(&folder.path().join("nianbao/forms"));
    assert!(
        said.contains(&*folder.path().join("nianbao").to_string_lossy()),
        "{said}"
    );
}
