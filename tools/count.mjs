// Adds up the JUnit files of a test run; a stage that failed otherwise counts as one failure.
import { readdirSync, readFileSync } from 'node:fs'

const [dir, ...stages] = process.argv.slice(2)
let passed = 0
let failed = 0
for (const file of readdirSync(dir).filter((f) => f.endsWith('.xml'))) {
  const xml = readFileSync(`${dir}/${file}`, 'utf8')
  const cases = xml.match(/<testcase\b(?:[^>]*\/>|[\s\S]*?<\/testcase>)/g) ?? []
  for (const c of cases) {
    if (/<(failure|error)\b/.test(c)) failed++
    else if (!/<skipped\b/.test(c)) passed++
  }
}
if (stages.length) {
  console.log(`failed stages: ${stages.join(', ')}`)
  failed = Math.max(failed, stages.length)
}
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)
