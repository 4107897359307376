<?php
// Reads lines "A<TAB>B" and writes -1, 0, 1, or "?" where Composer refuses a side or has no order.
foreach (['/usr/share/php/Composer/Semver/autoload.php', getenv('COMPOSER_SEMVER') ?: ''] as $place) {
    if ($place !== '' && is_file($place)) {
        require_once $place;
        break;
    }
}
if (!class_exists('Composer\\Semver\\VersionParser')) {
    exit(3);
}
$parser = new Composer\Semver\VersionParser();
$normal = [];
$normalise = function (string $text) use ($parser, &$normal) {
    if (!array_key_exists($text, $normal)) {
        try {
            $normal[$text] = $parser->normalize($text);
        } catch (UnexpectedValueException $refused) {
            $normal[$text] = null;
        }
    }
    return $normal[$text];
};
$out = [];
while (($line = fgets(STDIN)) !== false) {
    [$a, $b] = array_map($normalise, explode("\t", rtrim($line, "\n")));
    if ($a === null || $b === null) {
        $out[] = '?';
    } elseif (Composer\Semver\Comparator::equalTo($a, $b)) {
        $out[] = '0';
    } elseif (Composer\Semver\Comparator::lessThan($a, $b)) {
        $out[] = '-1';
    } else {
        $out[] = Composer\Semver\Comparator::greaterThan($a, $b) ? '1' : '?';
    }
}
echo implode("\n", $out), "\n";
