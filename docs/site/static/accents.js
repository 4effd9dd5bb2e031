// Words are searched for without their accents, as conf.py has them in the index of the site.
document.addEventListener("DOMContentLoaded", () => {
    const Stemmer = window.Stemmer;
    if (!Stemmer) return;
    window.Stemmer = function () {
        const stemmer = new Stemmer();
        this.stemWord = (word) => stemmer.stemWord(word).normalize("NFD").replace(/\p{M}/gu, "");
    };
});
