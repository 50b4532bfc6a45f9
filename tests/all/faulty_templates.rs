//! One small faulty template for each reason a template is refused, with the message beside it.

use nianbao::template::Template;

#[test]
fn each_fault_is_named_with_its_file_place_and_reason() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/faulty_templates");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    let mut templates: Vec<_> = files
        .filter(|path| path.extension().unwrap() == "ron")
        .collect();
    templates.sort();
    assert!(templates.len() >= 15);
    let mut wrong = Vec::new();
    for path in templates {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let message = match Template::parse(&text, &name) {
            Ok(_) => "nothing is wrong".to_owned(),
            Err(error) => error.to_string(),
        };
        let expected = std::fs::read_to_string(path.with_extension("txt")).unwrap();
        if message != expected.trim_end() {
            wrong.push(format!(
                "{name}\n  expected {}\n  found {message}",
                expected.trim_end()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
