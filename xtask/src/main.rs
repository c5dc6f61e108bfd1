//! The project's chores: `cargo xtask demo | build | test | lint | fuzz | bench | features | manual | prompts`.
//!
//! Everything a new machine lacks is installed by the command that needs it; a second run installs nothing.

mod demo;
mod features;
mod figures;
mod fuzz;
mod lint;
mod make;
mod manual;
mod mirror;
mod rooms;
mod setup;
mod shell;
mod test;
mod tidy;

use anyhow::{Result, bail};

const HELP: &str = "cargo xtask COMMAND

  demo      install what is lacking, build, and run a demo company (--json --data DIR --listen ADDR --public ADDR)
  build     install what is lacking and build target/release/switchroom
  test      install what is lacking, build, and run every check and test
  lint      formatting, compiler warnings, who may use whom, licences, the desk's linters
  fuzz      run every fuzz target for a minute, or as asked: fuzz [TARGET|all] [SECONDS]
  features  every behaviour of docs/features and the test that proves it
  bench     measure the figures of bench/RESULTS.md
  manual    make the PDF of the user's guide anew, after its text has changed
  prompts   render what the voice says to target/prompts
";

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    match command.as_str() {
        "demo" => demo::run(&rest),
        "build" => make::everything(make::Profile::Release).map(|program| println!("{}", program.display())),
        "test" => test::run(&rest),
        "lint" => lint::run(),
        "fuzz" => fuzz::run(&rest),
        "features" => features::run(),
        "bench" => figures::run(&rest),
        "manual" => manual::run(),
        "prompts" => make::prompts(),
        "" | "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        unknown => bail!("there is no command `{unknown}`\n\n{HELP}"),
    }
}
